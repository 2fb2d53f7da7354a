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

package dev.replboot.kit.data.undo;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;

/**
 * Correction with the rows before and after it.
 */
public final class FixImage {

	private final FixHeader header;

	private final Source source;

	private final long rows;

	private final State state;

	private final @Nullable String undoneBy;

	private final Undoings undoings;

	FixImage(FixHeader header, Source source, long rows, State state, @Nullable String undoneBy, Undoings undoings) {
		this.header = header;
		this.source = source;
		this.rows = rows;
		this.state = state;
		this.undoneBy = undoneBy;
		this.undoings = undoings;
	}

	/**
	 * The image that a process has of its own correction.
	 * @param header the correction
	 * @param spool its rows
	 * @param state what is known of its commit
	 * @return the image
	 */
	public static FixImage of(FixHeader header, ImageSpool spool, State state) {
		return new FixImage(header, spool::open, spool.rows(), state, null, new Undoings());
	}

	/**
	 * The same correction after it was undone.
	 * @param by the correction that undid it, or {@code null} if that was undone itself
	 * @return the image
	 */
	public FixImage undoneBy(@Nullable String by) {
		return new FixImage(this.header, this.source, this.rows, this.state, by, this.undoings);
	}

	/**
	 * What identifies the correction.
	 * @return the header
	 */
	public FixHeader header() {
		return this.header;
	}

	/**
	 * What is known of its commit.
	 * @return the state
	 */
	public State state() {
		return this.state;
	}

	/**
	 * The correction that undid it last.
	 * @return the id, or {@code null} if none is known
	 */
	public @Nullable String undoneBy() {
		return this.undoneBy;
	}

	/**
	 * Corrections that undo this one, or undo these, of which nobody has noted whether
	 * they were committed, because a process has died meanwhile.
	 * @return their ids
	 */
	public List<String> unknown() {
		return this.undoings.open().stream().map(Undoings.Undoing::id).toList();
	}

	/**
	 * Ask the database about the corrections of which it isn't known.
	 * @param connection a connection to it
	 * @param answers receives each correction's id and what became of it
	 * @return the image with what is known now
	 * @throws SQLException if it can't be asked
	 */
	public FixImage ask(Connection connection, BiConsumer<String, State> answers) throws SQLException {
		this.undoings.ask(connection).forEach((found) -> answers.accept(found.id(), found.state()));
		String now = this.undoings.undoneBy(this.header.id());
		return undoneBy((now != null) ? now : this.undoneBy);
	}

	/**
	 * How many rows it changed.
	 * @return the number
	 */
	public long rows() {
		return this.rows;
	}

	/**
	 * Read the rows.
	 * @param most how many may be held
	 * @return the changes
	 * @throws IOException if they can't be read
	 */
	public List<ImageChange> changes(int most) throws IOException {
		if (this.rows > most) {
			throw new IOException(this.header.id() + " has changed " + this.rows + " rows. At most " + most
					+ " can be undone at a time (repl.kit.data.undo-rows).");
		}
		List<ImageChange> changes = new ArrayList<>();
		ImageLines.read(this.source.open(), changes::add);
		if (changes.size() != this.rows) {
			throw new IOException("The before-image of " + this.header.id() + " has " + changes.size()
					+ " rows instead of " + this.rows + ".");
		}
		return changes;
	}

	/**
	 * What is known of a correction's commit.
	 */
	public enum State {

		/** Its commit was about to happen; whether it has happened isn't known. */
		PREPARED,

		/** It is committed. */
		COMMITTED,

		/** Its commit failed. */
		FAILED

	}

	/**
	 * Where the rows are.
	 */
	@FunctionalInterface
	interface Source {

		InputStream open() throws IOException;

	}

}
