package io.s3dlio.testing.distcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.s3dlio.testing.servers.SchemeServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.tools.DistCp;
import org.apache.hadoop.tools.OptionsParser;
import org.apache.hadoop.tools.mapred.CopyMapper;
import org.apache.hadoop.util.ToolRunner;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One tree travels from each object store to each other one by Hadoop's own programs; what arrives
 * is the same to the last byte.
 */
final class TreeCopyTest {

  private static final List<String> SCHEMES = SchemeServer.SCHEMES;

  private static final Tree TREE = new Tree();
  private static final Map<String, SchemeServer> SERVERS = new HashMap<>();
  private static final Configuration CONFIGURATION = new Configuration();

  @BeforeAll
  static void start() throws IOException {
    java.nio.file.Path work = java.nio.file.Path.of("target", "work").toAbsolutePath();
    CONFIGURATION.set("hadoop.tmp.dir", work.toString());
    CONFIGURATION.setInt("mapreduce.local.map.tasks.maximum", 4);
    CONFIGURATION.addResource(new Path("../../conf/s3dlio-hadoop-3.4.xml"));
    for (String scheme : SCHEMES) {
      if (leftOut(scheme)) {
        continue;
      }
      SchemeServer server = SchemeServer.start(scheme);
      SERVERS.put(scheme, server);
      server.hadoopOptions().forEach(CONFIGURATION::set);
      Path source = source(scheme);
      TREE.makeIn(source.getFileSystem(CONFIGURATION), source);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    FileSystem.closeAll();
    SERVERS.values().forEach(SchemeServer::close);
  }

  private static boolean leftOut(String scheme) {
    return scheme.equals("az") && "azure".equals(System.getProperty("s3dlio.without"));
  }

  static Stream<Arguments> pairs() {
    return SCHEMES.stream()
        .flatMap(
            from -> SCHEMES.stream().filter(to -> !to.equals(from)).map(to -> arguments(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void hadoopFsCp(String from, String to) throws Exception {
    Path target = target(from, to);
    FileSystem store = target.getFileSystem(CONFIGURATION);
    String[] command = {"-cp", source(from).toString(), target.toString()};
    assertThat(ToolRunner.run(CONFIGURATION, new FsShell(), command)).isZero();
    TREE.assertIn(store, target);
    assertThat(store.delete(target, true)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void distCpUpdateCopiesOnceAndThenNothing(String from, String to) throws Exception {
    Path target = target(from, to);
    FileSystem store = target.getFileSystem(CONFIGURATION);

    Job first = distCp(from, target);
    assertThat(count(first, CopyMapper.Counter.COPY)).isEqualTo(TREE.fileCount());
    assertThat(count(first, CopyMapper.Counter.BYTESCOPIED)).isEqualTo(TREE.bytes());
    TREE.assertIn(store, target);

    Map<String, String> versions = Tree.versions(store, target);
    assertThat(versions).hasSize(TREE.fileCount());
    Job second = distCp(from, target);
    assertThat(count(second, CopyMapper.Counter.COPY)).isZero();
    assertThat(count(second, CopyMapper.Counter.SKIP)).isEqualTo(TREE.fileCount());
    assertThat(Tree.versions(store, target)).isEqualTo(versions);
    TREE.assertIn(store, target);
    assertThat(store.delete(target, true)).isTrue();
  }

  private static Job distCp(String from, Path target) throws Exception {
    String[] command = {"-update", "-m", "4", source(from).toString(), target.toString()};
    Job job = new DistCp(CONFIGURATION, OptionsParser.parse(command)).execute();
    assertThat(job.isSuccessful()).isTrue();
    assertThat(count(job, CopyMapper.Counter.FAIL)).isZero();
    return job;
  }

  private static long count(Job job, CopyMapper.Counter counter) throws IOException {
    return job.getCounters().findCounter(counter).getValue();
  }

  private static Path source(String scheme) throws IOException {
    return new Path(server(scheme).root("sources") + "/tree");
  }

  private static Path target(String from, String to) throws IOException {
    assumeFalse(leftOut(from) || leftOut(to), "-Dwithout=azure");
    return new Path(server(to).root("targets") + "/from-" + from);
  }

  private static SchemeServer server(String scheme) {
    SchemeServer server = SERVERS.get(scheme);
    if (server == null) {
      throw new IllegalStateException("no server was started for " + scheme);
    }
    return server;
  }
}
