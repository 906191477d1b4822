using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>A few rows of the engine's table, measured together with their references.</summary>
internal interface IEngineMeasurement
{
    /// <summary>What a user types behind <c>--only</c>.</summary>
    string Name { get; }

    Task<IReadOnlyList<Figure>> MeasureAsync(EngineWorld world, CancellationToken cancel);
}
