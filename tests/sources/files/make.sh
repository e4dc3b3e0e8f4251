#!/bin/sh
# Makes the files of made/ from the sources in this folder. Needs pandoc, Calibre, LibreOffice, Chromium and iconv.
# The pages and the XHTML beside this script were written by hand after the markup of the sites they stand for.
set -eu
cd "$(dirname "$0")"
mkdir -p made
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT

pandoc story.md -t epub2 --css story.css -o made/pandoc2.epub
pandoc story.md -t epub3 --css story.css --toc -o made/pandoc3.epub
pandoc story.md -t docx -o made/pandoc.docx
pandoc story.md -t html5 --standalone --css story.css -o made/pandoc.html
pandoc story.md -t markdown_strict -o made/pandoc.md
pandoc story.md -t plain -o made/pandoc.txt
pandoc story.md -t odt -o made/pandoc.odt
pandoc story.md -t rtf --standalone -o made/pandoc.rtf
iconv -f utf-8 -t utf-16 made/pandoc.txt > made/iconv-utf16.txt
iconv -f utf-8 -t utf-32 made/pandoc.txt > made/iconv-utf32.txt
iconv -f utf-8 -t windows-1252 made/pandoc.txt > made/iconv-windows1252.txt

ebook-convert made/pandoc.html made/calibre2.epub --epub-version 2 --no-default-epub-cover --level1-toc //h:h1
ebook-convert made/pandoc.docx made/calibre3.epub --epub-version 3 --no-default-epub-cover
ebook-convert made/pandoc.html made/calibre.mobi

cp made/pandoc.odt "$scratch/libreoffice.odt"
for format in docx doc pdf epub html; do
    soffice --headless --convert-to "$format" --outdir made "$scratch/libreoffice.odt"
done

for page in ao3-download ao3-page fanfiction gutenberg; do
    chromium --headless --no-sandbox --disable-gpu --dump-dom "file://$PWD/$page.html" > "made/$page.html"
done
