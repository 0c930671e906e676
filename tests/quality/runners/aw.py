"""Conflict or cooperation between two marked parties (AW): its rows are shaped as PLV's."""

from tests.quality.runners import plv

NAME = "aw"
HELP = "conflict or cooperation of two marked parties: {id, root}"
run = plv.run
