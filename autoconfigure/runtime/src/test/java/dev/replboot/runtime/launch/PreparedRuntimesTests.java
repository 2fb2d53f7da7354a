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

package dev.replboot.runtime.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;

import dev.replboot.runtime.ReplRuntime;
import dev.replboot.runtime.RuntimeLoadException;
import dev.replboot.runtime.RuntimeSetup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link PreparedRuntimes}.
 */
class PreparedRuntimesTests {

	private final List<ReplRuntime> loaded = new CopyOnWriteArrayList<>();

	private final PreparedRuntimes runtimes = new PreparedRuntimes((setup) -> {
		ReplRuntime runtime = mock(ReplRuntime.class);
		this.loaded.add(runtime);
		return runtime;
	});

	@Test
	void preparedRuntimeIsHandedOutOnce() {
		this.runtimes.prepare(setup("kit"));
		ReplRuntime first = this.runtimes.load(setup("kit"));
		ReplRuntime second = this.runtimes.load(setup("kit"));
		assertThat(this.loaded).containsExactly(first, second);
	}

	@Test
	void runtimePreparedForAnotherSetupIsLetGoOf() {
		this.runtimes.prepare(setup("kit"));
		ReplRuntime other = this.runtimes.load(setup("other"));
		assertThat(this.loaded).hasSize(2).last().isSameAs(other);
		verify(this.loaded.get(0)).unload(any());
	}

	@Test
	void preparedRuntimeThatNobodyWantsIsLetGoOf() {
		this.runtimes.prepare(setup("kit"));
		this.runtimes.discardPrepared();
		assertThat(this.loaded).hasSize(1);
		verify(this.loaded.get(0)).unload(any());
	}

	@Test
	void failureToPrepareIsNoFailureToLoad() {
		List<String> attempts = new ArrayList<>();
		PreparedRuntimes failingOnce = new PreparedRuntimes((setup) -> {
			attempts.add("load");
			if (attempts.size() == 1) {
				throw new RuntimeLoadException("not yet", null);
			}
			return mock(ReplRuntime.class);
		});
		failingOnce.prepare(setup("kit"));
		assertThat(failingOnce.load(setup("kit"))).isNotNull();
	}

	private static RuntimeSetup setup(String kit) {
		return new RuntimeSetup(PreparedRuntimesTests.class.getClassLoader(), Map.of(), List.of(kit), List.of());
	}

}
