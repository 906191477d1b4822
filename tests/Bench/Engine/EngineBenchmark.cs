using System.Globalization;
using GptOssDev.Tests.Bench.Reporting;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>
/// The engine on the bundled model in this process, beside llama.cpp's own programs on the same file and with as many
/// threads; those stay at one release of llama.cpp. Engine and reference take turns and never compute at the same time, so that a change of
/// the machine's pace meets both.
/// </summary>
internal sealed class EngineBenchmark(BenchmarkArguments arguments) : IBenchmark
{
    private const int DefaultRounds = 5;

    private readonly IEngineMeasurement[] _measurements =
    [
        new DecodeMeasurement(),
        new PrefillMeasurement(),
        new PlainMeasurement(),
        new StreamsMeasurement(),
        new KeystrokeMeasurement(),
        new LoadedKeystrokeMeasurement(),
        new RewriteMeasurement(),
        new CancelMeasurement(),
        new AllocationMeasurement(),
    ];

    public string Name => "engine";

    public string Summary => "the engine against llama.cpp's own programs; --only " + Names(_measurements);

    public async Task<BenchmarkReport> RunAsync(Action<string> say, CancellationToken cancel)
    {
        var wanted = Wanted();
        await using var world = await EngineWorld.OpenAsync(arguments.Rounds ?? DefaultRounds, say, cancel);
        var figures = new List<Figure>();
        foreach (var measurement in wanted)
        {
            figures.AddRange(await measurement.MeasureAsync(world, cancel));
        }

        return new BenchmarkReport(
            string.Create(CultureInfo.InvariantCulture, $"{BenchmarkMachine.Describe()}, {Threads.Count} threads"),
            world.Session.Model.Name,
            figures
        );
    }

    private IEnumerable<IEngineMeasurement> Wanted()
    {
        if (arguments.Only is not { } only)
        {
            return _measurements;
        }

        var names = only.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.FirstOrDefault(name => _measurements.All(m => m.Name != name)) is { } unknown
            ? throw new BenchmarkException($"engine measures no '{unknown}', only {Names(_measurements)}")
            : _measurements.Where(m => names.Contains(m.Name));
    }

    private static string Names(IEnumerable<IEngineMeasurement> measurements) =>
        string.Join(',', measurements.Select(m => m.Name));
}
