"""What readers and machines see. Written from Publication rows alone, so that nothing unpublished can leak."""
