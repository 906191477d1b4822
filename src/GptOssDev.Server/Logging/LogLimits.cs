namespace GptOssDev.Server.Logging;

/// <summary>How large one log file grows, and how many are kept, the current one included.</summary>
internal sealed record LogLimits(long MaxBytes = 4 * 1024 * 1024, int KeptFiles = 4);
