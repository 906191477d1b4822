namespace GptOssDev.Tests.Bench.Peers;

/// <summary>One completion of llama-server.</summary>
/// <param name="First">From the request to the first token, by our clock; the whole time where nothing was streamed.</param>
/// <param name="Prompt">Time it spent on the prompt up to the first token, by its own clock: no queue and no HTTP.</param>
/// <param name="Cached">Tokens of the prompt that it did not compute again.</param>
internal sealed record ServerReply(TimeSpan First, TimeSpan Prompt, int Cached, int Generated);
