using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench;

/// <summary>Measures one part of the product beside a reference in the same run. Runs alone in its process.</summary>
internal interface IBenchmark
{
    /// <summary>What a user types.</summary>
    string Name { get; }

    /// <summary>What it measures, one line.</summary>
    string Summary { get; }

    /// <param name="say">Gets a line now and then, for a person who waits.</param>
    /// <exception cref="BenchmarkException">Something it needs is missing.</exception>
    Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel);
}
