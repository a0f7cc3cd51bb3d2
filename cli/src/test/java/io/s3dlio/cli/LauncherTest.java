package io.s3dlio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which a machine can be unready ends in a sentence that names the cure. */
final class LauncherTest {
  private final Path folder;

  LauncherTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void helpNeedsNothing() throws Exception {
    Launcher.Result result =
        Launcher.run(Launcher.HOME.resolve("s3dlio"), Map.of("JAVA_HOME", "/nowhere"), "--help");
    assertThat(result.exit()).isZero();
    assertThat(result.output()).contains("demo [DIR]", "hadoop fs", "spark-submit", "server");
  }

  @Test
  void anUnknownVerbIsNamed() throws Exception {
    Launcher.Result result = Launcher.run("demmo");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output()).contains("usage:", "there is no verb 'demmo'");
  }

  @Test
  void aJavaHomeWithoutJavaIsNamed() throws Exception {
    Launcher.Result result = hadoop(script(), Map.of("JAVA_HOME", folder.toString()));
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output()).contains("JAVA_HOME is " + folder, "17 or later");
  }

  @Test
  void noJavaAtAllIsNamedWithItsCure() throws Exception {
    Launcher.Result result =
        hadoop(script(), Map.of("JAVA_HOME", "", "PATH", tools("dirname", "readlink").toString()));
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output()).contains("no Java found", "openjdk-17-jdk-headless");
  }

  @Test
  void anOldJavaIsNamedWithItsVersion() throws Exception {
    Files.createDirectories(folder.resolve("old/bin"));
    executable(folder.resolve("old/bin/java"), "echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
    Launcher.Result result =
        hadoop(script(), Map.of("JAVA_HOME", folder.resolve("old").toString()));
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output()).contains("is Java 11, and 17 or later is needed");
  }

  @Test
  void missingJarsAreNamedWhenBuildingIsForbidden() throws Exception {
    Launcher.Result result = hadoop(script(), Map.of());
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output()).contains("the jars are not built", "mvn -Dmaven.test.skip=true");
  }

  @Test
  void noMavenIsNamedWithItsCure() throws Exception {
    Path tools = tools("dirname", "readlink", "sed", "find", "head", "ls", "cat", "mkdir", "grep");
    Launcher.Result result = hadoop(script(), Map.of("S3DLIO_BUILD", "", "PATH", tools.toString()));
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output()).contains("there is no mvn", "apt-get install maven");
  }

  @Test
  void aFailedBuildShowsTheErrorAndNamesItsLog() throws Exception {
    Path script = script();
    Path tools = tools("dirname", "readlink", "sed", "find", "head", "ls", "cat", "mkdir", "grep");
    executable(tools.resolve("mvn"), "echo '[ERROR] disk full'; exit 1");
    Launcher.Result result = hadoop(script, Map.of("S3DLIO_BUILD", "", "PATH", tools.toString()));
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output())
        .contains("[ERROR] disk full", "the build failed", "target/s3dlio-build.log");
    assertThat(script.resolveSibling("target/s3dlio-build.log")).hasContent("[ERROR] disk full");
  }

  @Test
  void onlyFsOfHadoopIsHere() throws Exception {
    Launcher.Result result = Launcher.run("hadoop", "distcp");
    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.output()).contains("only 'hadoop fs ...' is here");
  }

  private static Launcher.Result hadoop(Path script, Map<String, String> environment)
      throws IOException, InterruptedException {
    return Launcher.run(script, environment, "hadoop", "fs", "-ls", "/");
  }

  /** The launcher alone, as in a checkout that was never built. */
  private Path script() throws IOException {
    Path checkout = Files.createDirectories(folder.resolve("checkout"));
    return Files.copy(Launcher.HOME.resolve("s3dlio"), checkout.resolve("s3dlio"));
  }

  /** A folder with these programs of the system and no other. */
  private Path tools(String... names) throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String name : names) {
      Path program = Path.of("/usr/bin", name);
      Path found = Files.exists(program) ? program : Path.of("/bin", name);
      executable(tools.resolve(name), "exec " + found + " \"$@\"");
    }
    return tools;
  }

  private static void executable(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
