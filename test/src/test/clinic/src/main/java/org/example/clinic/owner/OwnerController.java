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

package org.example.clinic.owner;

import java.util.List;

import jakarta.validation.Valid;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class OwnerController {

	private final OwnerRepository owners;

	OwnerController(OwnerRepository owners) {
		this.owners = owners;
	}

	@GetMapping("/owners/find")
	String find() {
		return "owners/findOwners";
	}

	@GetMapping("/owners")
	String list(@RequestParam(defaultValue = "") String lastName, Model model) {
		List<Owner> found = this.owners.findByLastNameStartingWithOrderByFirstName(lastName);
		model.addAttribute("owners", found);
		return (found.size() == 1) ? "redirect:/owners/" + found.get(0).getId() : "owners/ownersList";
	}

	@GetMapping("/owners/{id}")
	String show(@PathVariable int id, Model model) {
		model.addAttribute("owner", this.owners.findById(id).orElseThrow());
		return "owners/ownerDetails";
	}

	@GetMapping("/owners/new")
	String form(Model model) {
		model.addAttribute("owner", new Owner());
		return "owners/ownerForm";
	}

	@PostMapping("/owners/new")
	String add(@Valid Owner owner, BindingResult result) {
		if (result.hasErrors()) {
			return "owners/ownerForm";
		}
		return "redirect:/owners/" + this.owners.save(owner).getId();
	}

}
