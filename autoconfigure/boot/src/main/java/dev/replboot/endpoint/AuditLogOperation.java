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

package dev.replboot.endpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.json.JsonWriter;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.access.ReplRole;
import dev.replboot.audit.AuditActor;
import dev.replboot.audit.AuditTrail;
import dev.replboot.audit.AuditType;
import dev.replboot.audit.UnrecordedException;
import dev.replboot.audit.chain.Verification;
import dev.replboot.audit.review.AuditLogFiles;
import dev.replboot.audit.review.AuditPage;
import dev.replboot.audit.review.AuditQuery;
import dev.replboot.audit.review.Transcript;
import dev.replboot.audit.review.TranscriptText;
import dev.replboot.text.VisibleText;

/**
 * Shows and verifies the record, for auditors. That somebody looked goes on record too.
 */
public final class AuditLogOperation {

	private static final Log logger = LogFactory.getLog(AuditLogOperation.class);

	private static final JsonWriter<Map<String, @Nullable Object>> WRITER = JsonWriter.standard();

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAX_PAGES = 20;

	private static final MimeType TEXT = MimeType.valueOf("text/plain;charset=UTF-8");

	private static final MimeType HTML = MimeType.valueOf("text/html;charset=UTF-8");

	private final ReplAuthorities authorities;

	private final AuditTrail trail;

	private final @Nullable AuditLogFiles files;

	// it reads all there is, so one at a time
	private final ReentrantLock reading = new ReentrantLock();

	/**
	 * Create the operation.
	 * @param authorities who is an auditor
	 * @param trail where it is recorded that somebody looked
	 * @param files the record, or {@code null} when there is no file of it
	 */
	public AuditLogOperation(ReplAuthorities authorities, AuditTrail trail, @Nullable AuditLogFiles files) {
		this.authorities = authorities;
		this.trail = trail;
		this.files = files;
	}

	WebEndpointResponse<Object> answer(ReplPrincipal principal, AuditLogRequest request) {
		this.authorities.require(principal, ReplRole.AUDITOR, "read the audit log");
		if (this.files == null) {
			throw new ReplRefusedException(Reason.NOT_FOUND,
					"There is no record to be read here: it is read from the file that repl.audit.file names, which"
							+ " isn't set.");
		}
		if (!this.reading.tryLock()) {
			throw new ReplRefusedException(Reason.LIMIT,
					"The record is being read by somebody else. Try again in a moment.");
		}
		try {
			this.trail.publish(AuditActor.of(principal), AuditType.REPL_RECORD_READ, describe(request));
			return read(this.files, request);
		}
		catch (UnrecordedException ex) {
			throw new ReplRefusedException(Reason.UNAVAILABLE,
					"The record was not read, because that could not be recorded: " + ex.getMessage());
		}
		catch (IOException ex) {
			logger.warn("The audit log could not be read", ex);
			throw new ReplRefusedException(Reason.UNAVAILABLE, "The record could not be read: " + ex.getMessage());
		}
		finally {
			this.reading.unlock();
		}
	}

	private static Map<String, @Nullable Object> describe(AuditLogRequest request) {
		Map<String, @Nullable Object> data = new LinkedHashMap<>();
		data.put("ofSession", request.session());
		data.put("ofPrincipal", request.principal());
		data.put("ofType", request.type());
		data.put("verify", request.verify());
		return data;
	}

	private static WebEndpointResponse<Object> read(AuditLogFiles files, AuditLogRequest request) throws IOException {
		if (request.verify()) {
			return json(VerificationDescriptor.of(files.verify()));
		}
		String format = Objects.requireNonNullElse(request.format(), "json");
		return switch (format) {
			case "json" -> json(page(files.find(query(request))));
			case "text" -> response(TranscriptText.write(transcript(files, request), request.tools()), TEXT);
			case "html" -> response(TranscriptHtml.write(transcript(files, request)), HTML);
			default -> throw new ReplRefusedException(Reason.MALFORMED, "format must be json, text or html.");
		};
	}

	// escaped as JSON escapes, so that who reads it as JSON has the records as they are
	private static String page(AuditPage page) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("records", page.records());
		members.put("next", page.next());
		return VisibleText.line(WRITER.writeToString(members));
	}

	private static AuditQuery query(AuditLogRequest request) {
		try {
			return new AuditQuery(request.session(), request.principal(), request.type(), request.after(),
					(request.limit() != null) ? request.limit() : DEFAULT_LIMIT);
		}
		catch (IllegalArgumentException ex) {
			throw new ReplRefusedException(Reason.MALFORMED, String.valueOf(ex.getMessage()));
		}
	}

	private static Transcript transcript(AuditLogFiles files, AuditLogRequest request) throws IOException {
		if (request.session() == null || request.session().isBlank()) {
			throw new ReplRefusedException(Reason.MALFORMED,
					"A transcript is of one session: name it with the parameter session.");
		}
		List<Map<String, Object>> records = new ArrayList<>();
		Long after = (request.after() != null) ? request.after() : Long.valueOf(0);
		for (int page = 0; page < MAX_PAGES && after != null; page++) {
			AuditPage found = files.find(new AuditQuery(request.session(), null, null, after, AuditQuery.MOST));
			records.addAll(found.records());
			after = found.next();
		}
		if (records.isEmpty()) {
			throw new ReplRefusedException(Reason.NOT_FOUND,
					"The audit log has no events of the session " + request.session() + ".");
		}
		return Transcript.of(request.session(), request.lease(), records);
	}

	private static WebEndpointResponse<Object> json(Object body) {
		return response(body, MimeTypeUtils.APPLICATION_JSON);
	}

	private static WebEndpointResponse<Object> response(Object body, MimeType type) {
		return new WebEndpointResponse<>(body, WebEndpointResponse.STATUS_OK, type);
	}

	/**
	 * What verifying found, as the endpoint shows it.
	 *
	 * @param intact whether everything is as it was written
	 * @param files the names of the files
	 * @param records how many records there are
	 * @param last the last record's number and hash, to be noted down elsewhere
	 * @param findings what isn't as it was written
	 * @param more how many findings there are beside these
	 * @param torn about a last record that wasn't written to its end, or {@code null}
	 */
	public record VerificationDescriptor(boolean intact, List<String> files, long records, String last,
			List<String> findings, long more, @Nullable String torn) {

		static VerificationDescriptor of(Verification found) {
			return new VerificationDescriptor(found.isIntact(), found.files(), found.records(), found.last().toString(),
					found.findings().stream().map(Object::toString).toList(), found.more(), found.torn());
		}

	}

}
