using System.Globalization;

namespace GptOssDev.Tests.Bench;

/// <summary>The command line <c>NAME [--json FILE] [--only A,B] [--rounds N] [--minutes N]</c>.</summary>
/// <param name="Problem">Why it is not one; null when it is.</param>
internal sealed record BenchmarkArguments(string? Name, string? JsonPath, string? Problem = null)
{
    public const string Usage = "npm run bench -- NAME [--json FILE] [--only A,B] [--rounds N] [--minutes N]";

    private const int MaxNumber = 10_000;

    /// <summary>Names of the measurements wanted, with commas between them; null is all.</summary>
    public string? Only { get; init; }

    /// <summary>How often each thing is measured; null is as often as the benchmark holds right.</summary>
    public int? Rounds { get; init; }

    /// <summary>How long a benchmark of endurance runs; null is as long as it holds right.</summary>
    public int? Minutes { get; init; }

    public static BenchmarkArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new BenchmarkArguments(null, null);
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument is "--json" or "--only" or "--rounds" or "--minutes")
            {
                parsed = ++i < arguments.Count ? parsed.With(argument, arguments[i]) : parsed.Missing(argument);
            }
            else if (parsed.Name is null && !argument.StartsWith('-'))
            {
                parsed = parsed with { Name = argument };
            }
            else
            {
                parsed = parsed with { Problem = $"'{argument}' is not understood" };
            }

            if (parsed.Problem is not null)
            {
                return parsed;
            }
        }

        return parsed.Name is null ? parsed with { Problem = "name a benchmark" } : parsed;
    }

    private BenchmarkArguments With(string option, string value) =>
        option switch
        {
            "--json" => this with { JsonPath = value },
            "--only" => this with { Only = value },
            "--rounds" when TryNumber(value, out var rounds) => this with { Rounds = rounds },
            "--minutes" when TryNumber(value, out var minutes) => this with { Minutes = minutes },
            _ => Missing(option),
        };

    private BenchmarkArguments Missing(string option) =>
        this with
        {
            Problem = option switch
            {
                "--json" => "--json needs a file",
                "--only" => "--only needs names with commas between them",
                _ => $"{option} needs a number from 1 to {MaxNumber}",
            },
        };

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number is >= 1 and <= MaxNumber;
}
