/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.replboot.audit.sink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.replboot.audit.AuditActor;
import dev.replboot.audit.AuditSource;
import dev.replboot.audit.AuditType;
import dev.replboot.audit.ReplAuditEvent;
import dev.replboot.audit.chain.ChainFiles;
import dev.replboot.audit.chain.ChainLink;
import dev.replboot.audit.chain.ChainVerifier;
import dev.replboot.audit.chain.Verification;
import dev.replboot.audit.review.AuditLogFiles;
import dev.replboot.audit.review.AuditQuery;
import dev.replboot.audit.sink.FileSink.Fsync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What happens when the file of the record is taken away from under the sink.
 */
@NullUnmarked
class LostFileTests {

	private static final Path LOGROTATE = Path.of("/usr/sbin/logrotate");

	@TempDir
	private Path temporary;

	private FileSink sink;

	private Path folder;

	private int written;

	@ParameterizedTest
	@EnumSource
	void aFileThatWasMovedIsNoticedAndGoesOnWhenItIsBack(Fsync fsync) throws Exception {
		start(fsync, Long.MAX_VALUE);
		Files.move(file(), elsewhere("old"));
		refuses("is not there, but audit.jsonl.head knows record 2: it was moved or deleted. Put it back as it was");
		refuses("was moved or deleted");
		assertThat(file()).doesNotExist();
		Files.move(elsewhere("old"), file());
		write();
		close();
		assertThat(verify().findings()).isEmpty();
		assertThat(numbers(null)).containsExactly(1L, 2L, 3L);
	}

	@Test
	void aFileThatWasDeletedIsNoticedAlsoAfterClosing() throws Exception {
		start(Fsync.SECOND, Long.MAX_VALUE);
		Files.delete(file());
		refuses("was moved or deleted");
		close();
		refuses("was moved or deleted");
		// another process doesn't know what this one wrote, but the head does
		this.sink = new FileSink(file(), Fsync.SECOND, Long.MAX_VALUE);
		refuses("audit.jsonl.head knows record 2");
	}

	@Test
	void anotherFileOfThatNameIsNotWrittenTo() throws Exception {
		start(Fsync.NEVER, Long.MAX_VALUE);
		Files.move(file(), elsewhere("old"));
		Files.copy(elsewhere("old"), file());
		// the same records: nothing is lost by going on in the copy, which says so
		write();
		assertThat(numbers(AuditType.REPL_RECORD_MENDED)).containsExactly(3L);
		Files.delete(file());
		Files.writeString(file(), "something else\n");
		refuses("The last line of " + file() + " is not a record");
		assertThat(file()).hasContent("something else");
		Files.writeString(file(), "");
		refuses("is empty, but audit.jsonl.head knows record 4");
		assertThat(file()).isEmptyFile();
	}

	@Test
	void aSymbolicLinkInItsPlaceIsFollowedToTheSameFileAlone() throws Exception {
		start(Fsync.NEVER, Long.MAX_VALUE);
		Files.move(file(), elsewhere("old"));
		Files.createSymbolicLink(file(), elsewhere("old"));
		write();
		Files.delete(file());
		Files.createSymbolicLink(file(), Path.of("/dev/null"));
		refuses("is not a regular file");
		Files.delete(file());
		Files.createSymbolicLink(file(), Files.createFile(elsewhere("other")));
		refuses("is empty, but audit.jsonl.head knows record 3");
		assertThat(elsewhere("other")).isEmptyFile();
	}

	@Test
	void aFileThatWasCutIsNoticed() throws Exception {
		start(Fsync.NEVER, Long.MAX_VALUE);
		List<String> lines = Files.readAllLines(file());
		Files.writeString(file(), lines.get(0) + "\n");
		refuses("ends with record 1, but audit.jsonl.head knows record 2: what stood at the end was cut off");
		Files.delete(head());
		refuses("ends with record 1, but this process has written record 2: what stood at the end was cut off");
		close();
		refuses("this process has written record 2");
	}

	@Test
	void somebodyElsesLineIsNoticed() throws Exception {
		start(Fsync.NEVER, Long.MAX_VALUE);
		Files.writeString(file(), "garbage\n", StandardOpenOption.APPEND);
		refuses("is not a record");
	}

	@Test
	void somebodyElsesHalfALineIsPutOnRecord() throws Exception {
		start(Fsync.NEVER, Long.MAX_VALUE);
		Files.writeString(file(), "garbage", StandardOpenOption.APPEND);
		write();
		close();
		assertThat(verify().findings()).isEmpty();
		assertThat(records(AuditType.REPL_RECORD_MENDED))
			.anySatisfy((record) -> assertThat(record).containsEntry("torn", "garbage"))
			.anySatisfy((record) -> assertThat(String.valueOf(record.get("what")))
				.contains("was written to by somebody else"));
	}

	@Test
	void aFolderThatVanishedIsNoticed() throws Exception {
		start(Fsync.NEVER, Long.MAX_VALUE);
		Files.move(this.folder, elsewhere("folder"));
		refuses("the folder " + this.folder + " is not there");
		Files.move(elsewhere("folder"), this.folder);
		write();
		close();
		assertThat(verify().findings()).isEmpty();
	}

	@Test
	void aHeadThatIsGoneIsMadeAnewOnRecord() throws Exception {
		start(Fsync.SECOND, Long.MAX_VALUE);
		Files.delete(head());
		write();
		assertThat(records(AuditType.REPL_RECORD_MENDED).get(0).get("what").toString())
			.contains("audit.jsonl.head was moved or deleted");
		close();
		assertThat(verify().findings()).isEmpty();
		start(Fsync.SECOND, Long.MAX_VALUE);
		Files.delete(head());
		Files.writeString(head(), "something else");
		refuses("is not the head of a chain of records");
	}

	@Test
	void aFullFileIsNotLookedForAnyMore() throws Exception {
		start(Fsync.NEVER, 1);
		write();
		assertThat(new ChainFiles(file()).all()).hasSize(3);
		Files.delete(file());
		refuses("is not there, but audit.jsonl.head knows record 3");
	}

	@Test
	void aFileThatNobodyMayReadIsWrittenToAllTheSame() throws Exception {
		start(Fsync.NEVER, Long.MAX_VALUE);
		assertThat(run("chmod", "000", file().toString())).isZero();
		write();
		assertThat(run("chmod", "600", file().toString())).isZero();
		close();
		assertThat(verify().findings()).isEmpty();
		assertThat(numbers(null)).hasSize(3);
	}

	@Test
	void filesThatWerePutElsewhereGoOnInNewOnesThatSaySo() throws Exception {
		start(Fsync.SECOND, Long.MAX_VALUE);
		Files.move(file(), elsewhere("old"));
		Files.move(head(), elsewhere("old.head"));
		write();
		assertThat(records(AuditType.REPL_RECORD_CONTINUED).get(0).get("after").toString()).startsWith("2:");
		close();
		Files.move(file(), elsewhere("older"));
		Files.move(head(), elsewhere("older.head"));
		write();
		assertThat(records(AuditType.REPL_RECORD_CONTINUED).get(0).get("after").toString()).startsWith("4:");
		close();
		assertThat(numbers(null)).containsExactly(5L, 6L);
		Verification first = ChainVerifier.verify(new ChainFiles(elsewhere("old")), List.of());
		assertThat(first.findings()).isEmpty();
		Verification second = ChainVerifier.verify(new ChainFiles(elsewhere("older")), List.of(first.last()));
		assertThat(second.findings()).isEmpty();
		assertThat(ChainVerifier.verify(new ChainFiles(file()), List.of(second.last())).findings()).isEmpty();
		// without what was before, records are missing
		assertThat(verify().findings()).hasSize(1);
	}

	@Test
	void logrotateOfTheFileAloneIsRefused() throws Exception {
		start(Fsync.NEVER, Long.MAX_VALUE);
		logrotate(file() + " {\n create 0600\n rotate 3\n}\n");
		assertThat(file()).isEmptyFile();
		refuses("is empty, but audit.jsonl.head knows record 2: it was emptied, or moved and created again, as logrotate"
				+ " does. Put it back as it was; or, to go on in a new file, move the one that ends with .head");
	}

	@Test
	void copytruncateIsRefused() throws Exception {
		start(Fsync.NEVER, Long.MAX_VALUE);
		logrotate(file() + " {\n copytruncate\n rotate 3\n}\n");
		assertThat(file()).isEmptyFile();
		refuses("is empty, but audit.jsonl.head knows record 2: it was emptied");
		// what was written between copying and emptying is in neither
		start(Fsync.SECOND, Long.MAX_VALUE);
		logrotate(file() + " " + head() + " {\n copytruncate\n rotate 3\n}\n");
		refuses("is empty, but audit.jsonl.head knows record 2: it was emptied");
	}

	@ParameterizedTest
	@EnumSource
	void logrotateOfBothFilesGoesOn(Rotation rotation) throws Exception {
		start(Fsync.SECOND, Long.MAX_VALUE);
		this.sink.flush();
		ChainLink end = verify().last();
		logrotate(file() + " " + head() + " {\n " + rotation.option + "\n rotate 3\n}\n");
		write();
		close();
		assertThat(numbers(AuditType.REPL_RECORD_CONTINUED)).containsExactly(3L);
		assertThat(ChainVerifier.verify(new ChainFiles(file()), List.of(end)).findings()).isEmpty();
		assertThat(Files.readAllLines(Path.of(file() + ".1"))).hasSize(2);
		assertThat(ChainVerifier.verify(new ChainFiles(Path.of(file() + ".1")), List.of(end)).findings())
			.allMatch((finding) -> finding.toString().startsWith("head"));
	}

	private void start(Fsync fsync, long maxSize) throws IOException {
		this.folder = (this.folder != null) ? Files.createTempDirectory(this.temporary, "again")
				: Files.createDirectory(this.temporary.resolve("record"));
		this.sink = new FileSink(file(), fsync, maxSize);
		write();
		write();
	}

	private void write() throws IOException {
		this.written++;
		this.sink.write(List.of(new ReplAuditEvent(AuditType.REPL_EVALUATING, this.written, OffsetDateTime.now(),
				new AuditSource("test", "test"), AuditActor.named("ann"), null, Map.of("form", "(+ 1 2)"))));
	}

	// as the channel does after a failure
	private void refuses(String sentence) throws IOException {
		assertThatThrownBy(this::write).isInstanceOf(IOException.class).hasMessageContaining(sentence);
		close();
	}

	private void close() throws IOException {
		this.sink.close();
	}

	private void logrotate(String configuration) throws Exception {
		assumeTrue(Files.isExecutable(LOGROTATE), "logrotate is not installed");
		Path config = Files.writeString(elsewhere("logrotate.conf"), configuration);
		// it doesn't rotate what others could have written to
		run("chmod", "go-w", this.folder.toString(), config.toString());
		assertThat(run(LOGROTATE.toString(), "-f", "-s", elsewhere("state").toString(), config.toString())).isZero();
	}

	private static int run(String... command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).inheritIO().start();
		return process.waitFor();
	}

	private Verification verify() throws IOException {
		return new AuditLogFiles(file()).verify();
	}

	private List<Map<String, Object>> records(AuditType type) throws IOException {
		return new AuditLogFiles(file())
			.find(new AuditQuery(null, null, (type != null) ? type.name() : null, 0L, AuditQuery.MOST))
			.records();
	}

	private Stream<Long> numbers(AuditType type) throws IOException {
		return records(type).stream().map((record) -> ((Number) record.get("record")).longValue());
	}

	private Path file() {
		return this.folder.resolve("audit.jsonl");
	}

	private Path head() {
		return this.folder.resolve("audit.jsonl.head");
	}

	private Path elsewhere(String name) {
		return this.temporary.resolve(name);
	}

	/**
	 * How logrotate takes the files away.
	 */
	enum Rotation {

		RENAME("nocreate"), CREATE("create 0600");

		private final String option;

		Rotation(String option) {
			this.option = option;
		}

	}

}
