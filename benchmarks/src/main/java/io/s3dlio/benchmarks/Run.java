package io.s3dlio.benchmarks;

/**
 * One run of one contender.
 *
 * @param seconds by the clock
 * @param cpuSeconds of all threads of its process, user and system
 * @param readBytes what its process read from files in that time, of the page cache or not; -1 when
 *     it does not say
 * @param answer what it found out, to be the same for all contenders of a case
 */
record Run(double seconds, double cpuSeconds, long readBytes, String answer) {}
