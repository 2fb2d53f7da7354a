(ns dev.replboot.kit.patch
  "Methods of the application's Java classes, changed for a while."
  (:require [dev.replboot.kit.convert :as convert])
  (:import (dev.replboot.kit KitHost KitParts)
           (dev.replboot.kit.patch PatchBody PatchBody$Proceed Patches PatchView)))

(defn- host ^Patches []
  (.host ^KitParts dev.replboot.host/parts "patch"))

(defn- shown [^PatchView patch]
  (convert/data (.properties patch)))

(defn- author []
  (str (get (.who ^KitHost dev.replboot.host/kit) "principal")))

(defn patch!
  "Has a function run in place of a method: it is called with the object, nil for a static method,
  the arguments as a vector, and a function that calls the original, with the same arguments or
  others. The class is given by itself, by its name, or by an object of it, a bean for example; of
  several methods of the name the one is meant whose parameters are given, \"price(String, int)\".
  What the function gives is coerced to the declared type. The method is put back when the session
  ends, or with :keep \"PT2H\" after that time. When more than :max-errors calls, 3 by default, fail or
  take longer than :budget, the patch is given up; nil is any number. It goes on record, with :reason.

  (patch! (bean 'pricingRule) \"lineTotal\" (fn [this args proceed] (proceed)) {:reason \"INC-42\"})
  => {:id \"p1\", :class \"dev.replboot.sample.pricing.PricingRule\", …}
  (:calls (first (patches))) => 0"
  ([target method f] (patch! target method f {}))
  ([target method f options]
   (let [body (reify PatchBody
                (call [_ self arguments proceed]
                  (f self (vec arguments)
                     (fn
                       ([] (.call ^PatchBody$Proceed proceed nil))
                       ([& others] (.call ^PatchBody$Proceed proceed (object-array others)))))))
         target (if (or (string? target) (symbol? target)) (Class/forName (str target) false (.getContextClassLoader (Thread/currentThread))) target)]
     (shown (.patch (host) target (convert/text method) body
                    (into {} (map (fn [[k v]] [(convert/text k) v])) options))))))

(defn patches
  "The methods that are patched at the moment, by anybody: since when, by whom, why, until when, and
  how often they were called and failed.

  (patches) => []"
  []
  (mapv shown (.all (host))))

(defn revert-patch!
  "Puts a patched method back, given by :id of (patches). (revert! …) does it too.

  (revert-patch! \"p99\") => nil"
  [id]
  (some-> (.revert (host) (str id) (author)) shown))

(defn revert-all!
  "Puts all patched methods back, whoever patched them. The patches that were in force.

  (revert-all!) => []"
  []
  (mapv shown (.revertAll (host) (author))))

(defn doctor
  "Whether classes can be changed: whether the JVM was started with the agent, one can be attached,
  or what to add.

  (doctor) => {:agent \"attach\", :sentence \"An agent will be attached…\"}"
  []
  (convert/data (.diagnose (host))))
