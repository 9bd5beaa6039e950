"""Run submissions in a sandbox, observe their answers, and score them.

Data:
    job           what one submission gives the engine, and what comes back
    limits        time, memory and sizes that a submission gets

Inside the sandbox:
    template      the warm process that forks for each submission
    student       what runs in that fork: cells, and probes of answers
    shell         IPython without a kernel, for those cells
    namespaces    a submission's own processes, memory and files
    syscalls      system calls that student code has no use for

Between the two, and outside:
    wire          messages: JSON and arrays, with limits
    sightings     what was seen of an answer, as a message
    sandbox       the walls, and how strong they are here
    process       the student's process, held from the trusted side
    order         which checks can be put off to the end
    examination   one answer: observed, then scored
    score         observations against keys: points and a report
    suspicion     code that could hide what it calls
    outputs, pictures  what of a cell's outputs may be shown
    session       one submission, from its first cell to its result
    engine        jobs to results, with a warm sandbox

Before and after, with nbgrader:
    intake, notebook   what of a submitted folder is let in, and read
    released, repair   what was released, and a submission mended to fit it
    materials, preparation  a lecture's keys and files; from a folder to jobs
    observe, nbgrader_plugin  the steps that stand in nbgrader's own
    database, gradebook, marks  nbgrader's gradebook, in short transactions
    export        marks for a spreadsheet
    page, view, markdown, listings, formulas, mathml  feedback pages that are safe and need no network

A whole class:
    submissions, records  what has been submitted, and what came of it
    pool, cluster, worker  jobs over processes or a Dask cluster
    run, summary  a run, and what is said of it

Nothing here knows a lecture. Student code runs in `student` alone; keys and
scores stay on the other side of `wire`.
"""
