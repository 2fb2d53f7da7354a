(ns repl.kit.table
  "Shows data to a person. Values that are to be shown in another way than Clojure prints
  them say so in their metadata, so they stay data for everybody else."
  (:require [clojure.string :as str])
  (:import (dev.replboot.runtime.engine ReadablePrinter)
           (dev.replboot.text TextWidth VisibleText)
           (java.time LocalDateTime OffsetDateTime)
           (java.util Arrays HexFormat Map)
           (java.util.function BiFunction)))

(def ^:dynamic *width*
  "Characters in a line of the terminal."
  120)

(def ^:dynamic *style*
  "Gives a text the looks of a part: :head, :rule, :nil, :number, :inserted, :updated, :deleted."
  (fn [_part text] text))

(def ^:private most-rows 100)
(def ^:private widest-cell 60)
(def ^:private widest-wide-cell 2000)
(def ^:private narrowest 8)

(defn as
  "Marks a value to be shown as :table, :results, :lines, :report or :trace."
  [value kind & {:as more}]
  (vary-meta value merge {::as kind} more))

(defn- width
  "How many columns of a terminal a text takes."
  [^String text]
  (TextWidth/of text))

(defn- cut
  "As much of a text as fits. What a terminal makes of characters beyond ASCII takes memory to find
  out, so no more than the beginning is looked at."
  [^String text most]
  (let [n (count text)
        bound (+ 64 (* 16 most))
        ^String head (if (< bound n) (subs text 0 bound) text)]
    (if (or (<= (* 2 n) most) (and (<= n bound) (<= (width text) most)))
      text
      (let [mark (str "… (" n ")")]
        (str (TextWidth/prefix head (max 1 (- most (count mark)))) mark)))))

(defn- one-line
  "Neither breaks the line nor controls the terminal."
  [^String text]
  (VisibleText/line (str/replace text #"[\n\r\t]" {"\n" "\\n" "\r" "\\r" "\t" "\\t"})))

(defn- print-lines
  "Prints lines, which may have lines of their own, but control no terminal."
  [lines]
  (run! #(println (VisibleText/lines (str %))) lines))

(defn- hex [^bytes value most]
  (let [shown (min (alength value) (quot most 4))]
    (str (.formatHex (HexFormat/of) value 0 shown) (when (< shown (alength value)) "…")
         " (" (alength value) " bytes)")))

(defn- own
  "What a value says of itself. One that can't say it is named, and hides no other."
  ^String [value f]
  (let [named (fn [what] (str (.getName (class value)) ", whose toString " what))]
    (try (or (f value) (named "gives null"))
         (catch Exception e (named (str "throws " (.getName (class e)))))
         (catch StackOverflowError _ (named "never ends")))))

(defn text
  "A value as it is shown in a line."
  ([value] (text value widest-cell))
  ([value most]
   (cond
     (nil? value) "nil"
     (bytes? value) (hex value most)
     (string? value) (cut (one-line value) most)
     (decimal? value) (.toPlainString ^BigDecimal value)
     (instance? LocalDateTime value) (str/replace (str value) "T" " ")
     (instance? OffsetDateTime value) (str/replace (str value) "T" " ")
     (or (coll? value) (instance? Iterable value) (instance? Map value) (.isArray (class value)))
     (cut (one-line (own value #(binding [*print-length* 20 *print-level* 3] (ReadablePrinter/text %)))) most)
     :else (cut (one-line (own value #(.toString ^Object %))) most))))

(defn- fitted
  "The widths of columns so that all fit, taken from the widest."
  [widths most]
  (loop [widths widths]
    (let [all (+ (reduce + widths) (* 3 (count widths)))
          widest (apply max 0 widths)]
      (if (or (<= all most) (<= widest narrowest))
        widths
        (let [i (.indexOf ^java.util.List widths widest)]
          (recur (assoc widths i (max narrowest (- widest (max 1 (min (- all most) (quot widest 4))))))))))))

(defn- columns-that-fit [widths most]
  (max 1 (count (take-while #(<= % most) (rest (reductions #(+ %1 3 %2) 0 widths))))))

(defn- pad [s wide right? part]
  (let [space (apply str (repeat (- wide (width s)) \space))
        s (if part (*style* part s) s)]
    (if right? (str space s) (str s space))))

(defn- line [cells widths rights parts]
  (str/trimr (str " " (str/join (*style* :rule " | ") (map pad cells widths rights parts)))))

(defn- part-of [value]
  (cond (nil? value) :nil
        (number? value) :number))

(defn- numbers? [column rows]
  (let [values (keep #(get % column) rows)]
    (and (seq values) (every? number? values))))

(defn print-table
  "Prints rows as a table that fits the terminal: {:wide true} cuts nothing off, {:all true}
  leaves no row out."
  [columns rows {:keys [wide all notice]}]
  (let [shown (if all rows (take most-rows rows))
        most (if wide Long/MAX_VALUE *width*)
        cell-width (if wide widest-wide-cell widest-cell)
        cells (mapv (fn [row] (mapv #(text (get row %) cell-width) columns)) shown)
        heads (mapv (comp one-line name) columns)
        natural (mapv (fn [i] (apply max (width (heads i)) (map #(width (nth % i)) cells)))
                      (range (count columns)))
        widths (fitted natural most)
        fitting (columns-that-fit widths most)
        rights (mapv #(numbers? % shown) columns)
        fit (fn [cells] (map (fn [c width] (cut c width)) (take fitting cells) widths))]
    ;; a database may tell the columns with the rows alone
    (when (seq columns)
      (println (line (fit heads) widths (repeat false) (repeat :head)))
      (println (*style* :rule (str/join "+" (map #(apply str (repeat (+ 2 %) \-)) (take fitting widths))))))
    (doseq [[row texts] (map vector shown cells)]
      (println (line (fit texts) widths rights (map #(part-of (get row %)) columns))))
    (println (str "(" (count rows) (if (= 1 (count rows)) " row" " rows")
                  (when (< (count shown) (count rows)) (str ", the first " (count shown) " of them; (all *1) shows all"))
                  ")"))
    (when (< fitting (count columns))
      (println (str (- (count columns) fitting) " more columns: " (str/join ", " (drop fitting heads))
                    "; (wide *1) shows them")))
    (when notice
      (print-lines [notice]))))

(defn- pairs [m]
  (str/join ", " (map (fn [[k v]] (str (one-line (name k)) " " (text v))) m)))

(def ^:private context
  "Characters that are shown before a difference."
  10)

(defn- whole
  "All of a value as text."
  [value]
  (if (or (coll? value) (instance? Iterable value) (instance? Map value))
    (binding [*print-length* nil *print-level* nil] (one-line (ReadablePrinter/text value)))
    (text value Integer/MAX_VALUE)))

(defn- same? [was is]
  (if (and (bytes? was) (bytes? is))
    (Arrays/equals ^bytes was ^bytes is)
    (or (= was is)
        ;; two texts may only look alike, as a line feed and a backslash with an n
        (and (some? was) (some? is) (not (bytes? was)) (not (and (string? was) (string? is)))
             (= (whole was) (whole is))))))

(defn- from-difference
  "Two long texts from a few characters before the place where they differ."
  [^String was ^String is]
  (let [n (min (count was) (count is))
        differ (loop [i 0] (if (and (< i n) (= (.charAt was i) (.charAt is i))) (recur (inc i)) i))
        start (max 0 (- differ context))
        start (if (and (pos? start) (Character/isLowSurrogate (.charAt was start))) (dec start) start)]
    (if (pos? start)
      [(str "…" (cut (subs was start) widest-cell)) (str "…" (cut (subs is start) widest-cell))
       (str " (from character " (inc start) ")")]
      [(cut was widest-cell) (cut is widest-cell) nil])))

(defn- hex-from-difference [^bytes was ^bytes is]
  (let [start (max 0 (- (Arrays/mismatch was is) 2))
        part (fn [^bytes value]
               (let [end (min (alength value) (+ start 12))]
                 (str (when (pos? start) "…") (.formatHex (HexFormat/of) value (min start end) end)
                      (when (< end (alength value)) "…") " (" (alength value) " bytes)")))]
    [(part was) (part is) (when (pos? start) (str " (from byte " (inc start) ")"))]))

(defn- difference [was is]
  (let [[was is place] (cond
                         (and (bytes? was) (bytes? is)) (hex-from-difference was is)
                         (or (nil? was) (nil? is)) [(text was) (text is) nil]
                         :else (from-difference (whole was) (whole is)))]
    (str was " → " is place)))

(defn- change-line [{:keys [kind key before after]}]
  (case kind
    :inserted (str "  " (*style* kind "+") " " (pairs after))
    :deleted (str "  " (*style* kind "-") " " (pairs before))
    (str "  " (*style* :updated "~") " " (when (seq key) (str (pairs key) ": "))
         (str/join ", " (for [[k was] before :let [is (get after k)] :when (not (same? was is))]
                          (str (one-line (name k)) " " (difference was is)))))))

(defn- counted
  "The numbers of changed rows by table, as far as the changes tell."
  [changes]
  (into (sorted-map) (map (fn [[table rows]] [table (frequencies (map :kind rows))])) (group-by :table changes)))

(defn- print-changes [table numbers rows all]
  (println (str (one-line (str table)) ": " (str/join ", " (for [kind [:inserted :updated :deleted]
                                                                 :let [n (get numbers kind 0)]
                                                                 :when (pos? n)]
                                                             (str n " " (name kind))))))
  (let [shown (if all rows (take most-rows rows))
        listed (count rows)
        total (reduce + (vals numbers))]
    (run! #(println (change-line %)) shown)
    (when (< (count shown) listed)
      (println (str "  … and " (- total (count shown)) " more; (all *1) shows "
                    (if (= listed total) "them" (str listed " rows in all")))))
    (when (and (= (count shown) listed) (< listed total))
      (println (str "  … and " (- total listed) " more, which are counted and not listed (repl.kit.sql.compared-rows)")))))

(defn print-report
  "Prints what a dry run or a fix has changed."
  [{:keys [id committed undoable? value changes counts counted? notes] :or {counted? true, undoable? true}} {:keys [all]}]
  (let [by-table (group-by :table changes)]
    (doseq [[table numbers] (or counts (counted changes))]
      (print-changes table numbers (get by-table table) all)))
  (when (and (empty? changes) (empty? counts))
    (println (if counted? "No rows were changed." "Which rows were changed isn't known.")))
  (print-lines notes)
  (when (some? value)
    (println (str "The body returned " (text value 200))))
  (println (if committed
             (str "Committed as " id "."
                  (when undoable? (str " (undo! \"" id "\") reverts it, (undo-plan \"" id "\") shows how.")))
             "Rolled back.")))

(def ^:private unseen
  "Not seen: mails, HTTP calls, messages, files, sequences, and what other threads of the application do.")

(defn- whole-report? [value]
  (and (map? value)
       (every? #(contains? value %) [:committed :id :value :changes :counts :counted? :notes])
       (map? (:counts value)) (sequential? (:changes value)) (sequential? (:notes value))))

(defn- fits?
  "Whether a value is still what its metadata says: who takes something out of it keeps that."
  [as value]
  (case as
    :table (and (sequential? value) (every? #(or (nil? %) (map? %)) value))
    (:results :lines) (sequential? value)
    :report (whole-report? value)
    :trace (and (map? value) (sequential? (:statements value)))
    true))

(defn print-value
  "Prints the value of a form at the top level: as its metadata says, or else so that it
  can be read back."
  [value]
  (let [{::keys [as columns] :as how} (meta value)
        options {:wide (::wide how) :all (::all how) :notice (::notice how)}]
    (case (when (fits? as value) as)
      :table (print-table columns value options)
      :results (run! #(print-value (vary-meta % merge (dissoc how ::as))) value)
      :lines (do (print-lines value) (when-let [notice (::notice how)] (print-lines [notice])))
      :report (do (print-report value options) (println unseen))
      :trace (do (print-table [:count :millis :rows :caller :sql] (:statements value) options)
                 (print-lines (:notes value)))
      (ReadablePrinter/prn value))))

;; a person at a socket sees tables, a program that asks gets data
(intern 'repl.host 'print-value print-value)

(defn print-on-terminal
  "Prints as print-value does, for a terminal of a :width, with a :style: a function of a part's
  name and its text."
  [value writer {:keys [width ^BiFunction style]}]
  (binding [*out* writer
            *width* (or width *width*)
            *style* (fn [part text] (.apply style (name part) text))]
    (print-value value)))
