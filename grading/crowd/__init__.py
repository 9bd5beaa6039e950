"""A whole class.

submissions   what has been submitted
records       what came of it, kept in runs/
run           what is new or changed: prepared, graded, recorded
summary       what is said of a run
pool, cluster jobs over processes of this machine, or a Dask cluster
worker        what runs in one of those
parcel        a job as bytes, without keys that a worker has already
"""
