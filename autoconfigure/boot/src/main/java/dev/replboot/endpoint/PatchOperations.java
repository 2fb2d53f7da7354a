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

import java.util.List;

import dev.replboot.access.ReplAuthorities;
import dev.replboot.access.ReplPrincipal;
import dev.replboot.access.ReplRefusedException;
import dev.replboot.access.ReplRefusedException.Reason;
import dev.replboot.access.ReplRole;
import dev.replboot.kit.patch.PatchView;
import dev.replboot.kit.patch.Patches;

/**
 * Shows and ends patches from outside of the REPL, which may be closed.
 */
public final class PatchOperations {

	private final Patches patches;

	private final ReplAuthorities authorities;

	/**
	 * Create the operations.
	 * @param patches the patches
	 * @param authorities who may end them
	 */
	public PatchOperations(Patches patches, ReplAuthorities authorities) {
		this.patches = patches;
		this.authorities = authorities;
	}

	List<PatchView> all() {
		return this.patches.all();
	}

	PatchView revert(ReplPrincipal principal, String collection, String id) {
		this.authorities.require(principal, ReplRole.USER, "revert a patched method");
		if (!collection.equals("patches")) {
			throw new ReplRefusedException(Reason.NOT_FOUND,
					"There is nothing at this path. A patch is at patches/ and its id.");
		}
		PatchView found = this.patches.all().stream().filter((each) -> each.id().equals(id)).findFirst().orElse(null);
		if (found == null || !found.isBy(principal)) {
			this.authorities.require(principal, ReplRole.ADMIN, "revert what somebody else has patched");
		}
		PatchView reverted = this.patches.revert(id, principal);
		if (reverted == null) {
			throw new ReplRefusedException(Reason.NOT_FOUND,
					"There is no patch " + id + ". GET on the endpoint lists those that there are.");
		}
		return reverted.visible();
	}

}
