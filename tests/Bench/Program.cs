using GptOssDev.Tests.Bench;
using GptOssDev.Tests.Bench.Engine;
using GptOssDev.Tests.Bench.Prompts;
using GptOssDev.Tests.Bench.Reporting;
using GptOssDev.Tests.Bench.Soak;
using GptOssDev.Tests.Bench.Typing;
using GptOssDev.Tests.Bench.Window;

const int Done = 0;
const int BadUsage = 2;
const int BadMachine = 3;

var arguments = BenchmarkArguments.Parse(args);
IBenchmark[] benchmarks =
[
    new ConstraintBenchmark(),
    new EngineBenchmark(arguments),
    new PromptBenchmark(arguments),
    new SamplingBenchmark(),
    new SoakBenchmark(arguments),
    new SolutionBenchmark(),
    new StatusBenchmark(),
    new TypingBenchmark(),
    new VerifyBenchmark(),
    new WindowBenchmark(arguments),
];
var benchmark = benchmarks.FirstOrDefault(b => b.Name == arguments.Name);
if (arguments.Problem is not null || benchmark is null)
{
    Console.Error.WriteLine($"bench: {arguments.Problem ?? $"there is no benchmark '{arguments.Name}'"}");
    Console.Error.WriteLine("usage: " + BenchmarkArguments.Usage);
    foreach (var known in benchmarks)
    {
        Console.Error.WriteLine($"  {known.Name, -12} {known.Summary}");
    }

    return BadUsage;
}

using var interrupted = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupted.Cancel();
};
try
{
    var report = await benchmark.RunAsync(Console.Error.WriteLine, interrupted.Token);
    Console.Out.Write(ReportTable.Of(report));
    return arguments.JsonPath is { } path ? await WriteAsync(path, report) : Done;
}
catch (BenchmarkException e)
{
    Console.Error.WriteLine("bench: " + e.Message);
    return BadMachine;
}
catch (OperationCanceledException)
{
    return 130;
}

static async Task<int> WriteAsync(string path, BenchmarkReport report)
{
    try
    {
        await File.WriteAllTextAsync(path, ReportJson.Of(report));
        return Done;
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine($"bench: {path} cannot be written: {e.Message}");
        return BadUsage;
    }
}
