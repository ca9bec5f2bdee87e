/** A person as BibTeX and CSL-JSON name one; `literal` for what is no person's name. */
export type Author =
  | { readonly family: string; readonly given?: string }
  | { readonly literal: string };

/**
 * People of a manifest's `authors`, in order. Understands `Kulldorff M, Huang L`,
 * `Kulldorff, M.; Huang, L.` and `Adams & MacKay`; a name of several words without initials
 * (`R Core Team`) stays whole.
 * @param authors as the manifest has them
 */
export function splitAuthors(authors: string): readonly Author[] {
  if (authors.includes(";")) {
    return authors.split(";").map((part) => part.trim()).filter((part) => part !== "")
      .map((part) => {
        const [family = "", given = ""] = part.split(/,\s*/, 2);
        return person(family, given);
      });
  }
  const people: Author[] = [];
  for (const part of authors.split(/\s*(?:,|&|\band\b)\s*/u).map((each) => each.trim())) {
    if (part === "") continue;
    const last = people.at(-1);
    if (/^(?:\p{Lu}\.?[\s-]?){1,4}$/u.test(part) && last !== undefined && "family" in last) {
      people[people.length - 1] = person(last.family, part);
      continue;
    }
    const initials = /^(.+?)\s+(\p{Lu}{1,4})$/u.exec(part);
    if (initials !== null) people.push(person(initials[1]!, [...initials[2]!].join(". ") + "."));
    else people.push(/\s/.test(part) ? { literal: part } : { family: part });
  }
  return people;
}

function person(family: string, given: string): Author {
  return given === "" ? { family } : { family, given };
}
