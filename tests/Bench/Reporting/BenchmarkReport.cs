namespace GptOssDev.Tests.Bench.Reporting;

/// <summary>What one benchmark found.</summary>
/// <param name="Machine">The machine in words: two reports compare only where it is the same.</param>
/// <param name="Model">The model measured; null where none took part.</param>
internal sealed record BenchmarkReport(string Machine, string? Model, IReadOnlyList<Figure> Figures);
