"""Run submissions in a sandbox, observe their answers, and score them.

    job           what one submission gives the engine, and what comes back
    limits        time, memory and sizes that a submission gets
    wire          messages between the sandbox and the grader
    sandbox       the walls around student code, and how strong they are here
    namespaces    a submission's own processes, memory and files
    syscalls      system calls that student code has no use for
    template      the warm process inside the sandbox that forks for each submission
    student       what runs in that fork: cells, and probes of answers
    shell         IPython without a kernel, for those cells
    process       that fork, held from the trusted side
    sightings     what was seen of an answer, as a message
    order         which checks can be put off to the end
    examination   one answer: observed, then scored
    suspicion     code that could hide what it calls
    session       one submission, from its first cell to its result
    score         observations against keys: points and a report
    outputs       what of a cell's outputs may be shown
    engine        jobs to results, with a warm sandbox
    intake        what of a submitted folder is let in
    repair        a submitted notebook, fit for nbgrader
    nbgrader_plugin  the steps that stand in nbgrader's own
    page          feedback pages that are safe and need no network
    pool          jobs over processes or a Dask cluster
    run           a whole run: what is new, what came of it

Nothing here knows a lecture. Student code runs in `student` alone; keys and
scores stay on the other side of `wire`.
"""
