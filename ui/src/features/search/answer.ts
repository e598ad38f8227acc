/** What `search_people` answers. */
import type { Candidate } from "../../api/bindings";

export interface SearchHit {
  kind: "conversation" | "contact" | "fact";
  id: number;
  date: string | null;
  passage: string;
  highlights: [number, number][];
  cut_before: boolean;
  cut_after: boolean;
}

export interface SearchPerson {
  contact: Candidate;
  hits: SearchHit[];
  hit_count: number;
  newest: string | null;
}

export interface Count {
  value: string;
  count: number;
}

export interface Facets {
  groups: Count[];
  channels: Count[];
  tags: Count[];
  years: Count[];
}

export interface SearchAnswer {
  people: SearchPerson[];
  total_people: number;
  total_hits: number;
  facets: Facets;
  corrections: { word: string; found: string[] }[];
  let_go: string[];
  of_nobody: SearchHit[];
  index: "ready" | "behind" | "away";
}
