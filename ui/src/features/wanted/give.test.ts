import { describe, expect, test } from "vitest";
import { logInput, LONGEST_BODY, mailText, plainText } from "./give";
import { mailLink } from "../../lib/reach";

const article = { title: "The great regatta", link: null, text: "The great regatta\n\nIt blew." };

describe("giving somebody a text", () => {
  test("a mail holds the link, or else the text, and nothing twice", () => {
    expect(mailText({ ...article, link: "https://boats.example/a" })).toBe(
      "https://boats.example/a",
    );
    expect(mailText(article)).toBe("The great regatta\n\nIt blew.");
    expect(mailText({ ...article, text: " The great regatta\n" })).toBe("");
    expect(mailText({ ...article, text: "x".repeat(LONGEST_BODY + 1) })).toBeUndefined();
  });

  test("the address of the mail takes any title and text", () => {
    expect(
      mailLink("dana@x.example", { subject: "Wind & sea, 100 %?", body: "one\ntwo+three" }),
    ).toBe(
      "mailto:dana@x.example?subject=Wind%20%26%20sea%2C%20100%20%25%3F&body=one%0D%0Atwo%2Bthree",
    );
    expect(mailLink(["a@x.example", " b@y.example "])).toBe("mailto:a@x.example,b@y.example");
  });

  test("for another way its title and link are copied", () => {
    expect(plainText({ ...article, link: "https://b.example" })).toBe(
      "The great regatta\nhttps://b.example",
    );
    expect(plainText({ title: "https://b.example", link: "https://b.example", text: "" })).toBe(
      "https://b.example",
    );
  });

  test("what is logged is an article given, and no note that would count as their interest", () => {
    expect(logInput({ id: 7 }, { ...article, link: "https://b.example" }, "mail")).toEqual({
      people: [7],
      channel: "mail",
      initiated_by: "me",
      exchanges: [
        {
          with: 7,
          direction: "gave",
          kind: "article",
          text: "The great regatta https://b.example",
        },
      ],
    });
  });
});
