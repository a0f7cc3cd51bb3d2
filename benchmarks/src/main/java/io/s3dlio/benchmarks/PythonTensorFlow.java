package io.s3dlio.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * TensorFlow in a Python of its own, which waits for questions and measures itself: its start
 * counts for nobody.
 */
final class PythonTensorFlow implements AutoCloseable {

  private final Process process;
  private final BufferedReader answers;
  private final Writer questions;

  PythonTensorFlow(Path python, Path script) throws IOException {
    process =
        new ProcessBuilder(python.toString(), script.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    answers = process.inputReader(StandardCharsets.UTF_8);
    questions = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * What it does with a set.
   *
   * @param question a word that the script knows
   */
  Contender contender(String question, Tuning tuning, Path set) {
    String name = "Python TensorFlow, " + tuning.text;
    return new Peer(name, String.join("\t", question, tuning.name(), set.toString()));
  }

  /** How it is called. */
  enum Tuning {
    DEFAULTS("defaults"),
    /** Reads and parses in parallel, as its guide recommends. */
    TUNED("AUTOTUNE");

    private final String text;

    Tuning(String text) {
      this.text = text;
    }
  }

  private Run ask(String question) throws IOException {
    questions.write(question + "\n");
    questions.flush();
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("Python's TensorFlow ended on: " + question);
    }
    List<String> fields = List.of(line.split(" ", 3));
    return new Run(
        Double.parseDouble(fields.get(0)), Double.parseDouble(fields.get(1)), -1, fields.get(2));
  }

  @Override
  public void close() {
    try (questions;
        answers) {
      process.destroy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Peer implements Contender {

    private final String name;
    private final String question;

    private Peer(String name, String question) {
      this.name = name;
      this.question = question;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Role role() {
      return Role.PEER;
    }

    @Override
    public Run run() throws IOException {
      return ask(question);
    }
  }
}
