namespace GptOssDev.Tests.Bench;

/// <summary>A benchmark cannot run here; the message is one line that says what mends it.</summary>
internal sealed class BenchmarkException(string message, Exception? inner = null) : Exception(message, inner);
