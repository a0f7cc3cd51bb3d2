package io.s3dlio.benchmarks;

import java.util.List;

/**
 * One question, and who answers it.
 *
 * @param id on the command line, and the name of its file of results
 * @param question what is asked of which data
 * @param verifyCrc how ours checks, or "-" when nothing of a record is read
 * @param goal what is to be reached, in words
 * @param rows that an answer is about
 * @param bytes of the files that it is about
 */
record Case(
    String id,
    String question,
    String verifyCrc,
    String goal,
    long rows,
    long bytes,
    List<Contender> contenders) {}
