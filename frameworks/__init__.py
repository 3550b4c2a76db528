"""What is assessed: the grids as data, and the pure rules that read, score and advise."""
