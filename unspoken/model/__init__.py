"""The trained reader's network at run time: what goes into it, and what comes out."""
