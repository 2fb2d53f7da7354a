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
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.jspecify.annotations.Nullable;

import dev.replboot.kit.data.image.ImageChange;

/**
 * Tells whether a correction that was just committed can be undone.
 */
public final class UndoOutlook {

	private UndoOutlook() {
	}

	/**
	 * Look for an order in which the rows could be put back.
	 * @param fix the correction
	 * @param connection a connection to its database
	 * @param most how many rows can be undone at a time
	 * @return why there is none, in a sentence, or {@code null} if there is one
	 * @throws SQLException if the database can't be asked
	 * @throws IOException if the image can't be read
	 */
	public static @Nullable String refusal(FixImage fix, Connection connection, int most)
			throws SQLException, IOException {
		List<ImageChange> changes = fix.changes(most);
		try {
			Constraint.Constraints constraints = new ConstraintReader(changes.get(0).table().kind(), connection)
				.read(changes);
			SqlRunner runner = new SqlRunner(connection);
			for (UndoStep step : UndoOrder.of(changes, constraints)) {
				if (step.action() == UndoStep.Action.PARK) {
					park(step.changes().get(0), constraints, runner);
				}
			}
			return null;
		}
		catch (NoOrderException ex) {
			return String.valueOf(ex.getMessage()).replace("undo-plan id", "undo-plan \"" + fix.header().id() + "\"");
		}
	}

	private static void park(ImageChange change, Constraint.Constraints constraints, SqlRunner runner)
			throws SQLException {
		TableSql sql = runner.sql(change.table());
		Parking parking = Parking.of(change, constraints, sql);
		if (!parking.isDeleted()) {
			sql.park(parking.columns(), "");
		}
	}

}
