import assert from "node:assert/strict";
import { isCardNumber } from "./card_number.ts";
import { hasEmailAddress } from "./email_address.ts";
import { isIban } from "./iban.ts";
import { isIpAddress } from "./ip_address.ts";
import { looksLikeDate, looksLikeDay, looksLikeNumber } from "./looks_like.ts";
import { luhn } from "./luhn.ts";
import { nationalIdCountry } from "./national_id.ts";
import { isPhoneNumber } from "./phone_number.ts";

interface Examples {
  readonly judge: (text: string) => boolean;
  readonly yes: readonly string[];
  readonly no: readonly string[];
}

// Numbers are the published test numbers of payment networks and the examples of the standards.
const EXAMPLES: Record<string, Examples> = {
  isCardNumber: {
    judge: isCardNumber,
    yes: ["4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "378282246310005"],
    no: [
      "4111111111111112",
      "0000000000000000",
      "4444444444444444",
      "1234567890123452",
      "411111111111",
      "4111  1111 1111 1111",
      "",
    ],
  },
  isIban: {
    judge: isIban,
    yes: ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000", "fr1420041010050500013m02606"],
    no: [
      "GB82 WEST 1234 5698 7654 33",
      "DE8937040044053201300",
      "XX",
      "DE89 3704 0044 0532 0130 01",
    ],
  },
  isIpAddress: {
    judge: isIpAddress,
    yes: ["127.0.0.1", "255.255.255.255", "::1", "2001:db8::ff00:42:8329", "::ffff:192.0.2.128"],
    no: [
      "256.1.1.1",
      "1.2.3",
      "01.2.3.4",
      "12:30:45",
      "00:1b:44:11:3a:b7",
      "1::2::3",
      "::g",
      "1:2:3:4:5:6:7:8:9",
      "",
    ],
  },
  isPhoneNumber: {
    judge: isPhoneNumber,
    yes: [
      "+44 20 7946 0958",
      "+14155552671",
      "(415) 555-2671",
      "415-555-2671",
      "415.555.2671",
      "030 1234567",
      "(030) 1234-5678",
      "0171/1234567",
    ],
    no: [
      "4155552671",
      "2024-05-01",
      "01-02-2024",
      "01.02.2024",
      "3.14159265",
      "0301234567",
      "1-2-3",
      "+12",
      "+1234567890123456",
      "12 345 678",
      "192.168.100.200",
    ],
  },
  hasEmailAddress: {
    judge: hasEmailAddress,
    yes: ["a@b.co", "Write to first.last+tag@mail.example.org, please", "x@@y z@ex-ample.com"],
    no: ["@handle", "a@b", "a @b.co", "a@.co", "a@b.c", "user@host_name", "", "@".repeat(5000)],
  },
  nationalIdCountry: {
    judge: (text) => nationalIdCountry(text) !== undefined,
    yes: [
      "078-05-1120",
      "AB123456C",
      "ab 12 34 56 c",
      "12345678Z",
      "X1234567L",
      "RSSMRA85T10A562S",
      "529.982.247-25",
      "811228-9874",
      "131052-308T",
    ],
    no: [
      "000-12-3456",
      "666-12-3456",
      "123-00-4567",
      "QQ123456C",
      "12345678A",
      "X1234567A",
      "529.982.247-26",
      "811228-9873",
      "131052-308U",
      "123456789",
      "2024-05-01",
    ],
  },
  looksLikeNumber: {
    judge: looksLikeNumber,
    yes: ["12", "-3.5", "1,234.5", "1.234,5", "12 %", "€ 3", "3 USD", "1e5", "0", ".5", "1'000"],
    no: ["007", "12a", "1,23,4", "abc", "", "-", "1 2", "2024-05-01", "0x10"],
  },
  looksLikeDate: {
    judge: looksLikeDate,
    yes: [
      ...["2024-05-01", "1/5/24 12:30", "5 May 2024", "May 5, 2024", "2024-05-01T12:00:00Z"],
      ...["19-Sep-03", "Jan-1-1995", "May 2024", "2024-Jul", "2024-05", "1974Q1", "Q4 1974"],
    ],
    no: [
      ...["2024-13-01", "12", "5 Foo 2024", "32/1/2024", "1.2.3.4", "", "2024-13", "1974Q5"],
      ...["A-1-1995", "Room 2024", "Q1", "3024-05"],
    ],
  },
  looksLikeDay: {
    judge: (text) => looksLikeDay(Number(text)),
    yes: ["20240229", "19000101", "21001231"],
    no: ["20230229", "20241301", "20240100", "18991231", "20240501.5", "0"],
  },
};

for (const [name, { judge, yes, no }] of Object.entries(EXAMPLES)) {
  Deno.test(`${name}() accepts every true example and refuses every false one`, () => {
    for (const text of yes) assert.equal(judge(text), true, text);
    for (const text of no) assert.equal(judge(text), false, text.slice(0, 40));
  });
}

Deno.test("luhn() catches every wrong digit of a number", () => {
  const right = "79927398713";
  assert.ok(luhn(right));
  for (let i = 0; i < right.length; i++) {
    for (const digit of "0123456789") {
      if (digit !== right[i]) assert.ok(!luhn(right.slice(0, i) + digit + right.slice(i + 1)));
    }
  }
  assert.ok(!luhn(""));
});

Deno.test("no detector is slow on text made to be", () => {
  const hostile = [
    "1".repeat(1e5),
    "a@".repeat(5e4),
    "1-".repeat(5e4),
    "::".repeat(5e4),
    "a-".repeat(9e4),
  ];
  const started = performance.now();
  for (const text of hostile) for (const { judge } of Object.values(EXAMPLES)) judge(text);
  assert.ok(performance.now() - started < 1000);
});
