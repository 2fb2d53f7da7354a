(ns repl.kit.caching
  "The application's caches."
  (:require [repl.kit.convert :as convert])
  (:import (dev.replboot.kit KitParts)
           (dev.replboot.kit.spring CachingHost)))

(defn- host ^CachingHost []
  (.host ^KitParts repl.host/parts "caching"))

(defn caches
  "Returns the caches, with their sizes if they are known.

  (caches) => [{:cache \"customers\", :manager \"cacheManager\", :size 0, :class \"java.util.concurrent.ConcurrentHashMap\"}]"
  []
  (convert/data (.all (host))))

(defn evict!
  "Empties a cache, or removes the entry of one key. This can't be reverted. The call is recorded.

  (evict! \"customers\") => nil
  (evict! \"customers\" 1) => nil"
  ([cache] (.clear (host) (convert/text cache)))
  ([cache key] (.evict (host) (convert/text cache) key)))
