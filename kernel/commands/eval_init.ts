import { type CommandInput } from "./command_handler.ts";
export default function todo(_: CommandInput): Promise<number> { throw new Error("x"); }
