"""Run submissions in a sandbox, observe their answers, and score them.

Data:
    job           what one submission gives the engine, and what comes back
    limits        time, memory and sizes that a submission gets

One submission, from outside of the sandbox:
    engine        jobs to results, with a warm sandbox
    session       one submission, from its first cell to its result
    sandbox       the walls, and how strong they are here
    process       the student's process, held from the trusted side
    order         which checks can be put off to the end
    examination   one answer: observed, then scored
    score         observations against keys: points and a report
    suspicion     code that could hide what it calls
    outputs, pictures  what of a cell's outputs may be shown

Between the two sides:
    wire          messages: JSON and arrays, with limits
    sightings     what was seen of an answer, as a message

The other rooms, each with a page of its own:
    inside        what runs in the sandbox
    intake        a submitted folder: read, repaired, made into jobs
    books         nbgrader's gradebook
    feedback      pages that are safe and need no network
    crowd         a whole class: what is to be graded, and by whom
    nbgrader_plugin, observe  the steps that stand in nbgrader's own

Nothing here knows a lecture. Student code runs in `inside` alone; keys and
scores stay on the other side of `wire`.
"""
