namespace GptOssDev.Tests.Bench;

/// <summary>The command line <c>NAME [--json FILE]</c>.</summary>
/// <param name="Problem">Why it is not one; null when it is.</param>
internal sealed record BenchmarkArguments(string? Name, string? JsonPath, string? Problem = null)
{
    public static BenchmarkArguments Parse(IReadOnlyList<string> arguments)
    {
        var parsed = new BenchmarkArguments(null, null);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--json")
            {
                if (++i == arguments.Count)
                {
                    return parsed with { Problem = "--json needs a file" };
                }

                parsed = parsed with { JsonPath = arguments[i] };
            }
            else if (parsed.Name is null && !arguments[i].StartsWith('-'))
            {
                parsed = parsed with { Name = arguments[i] };
            }
            else
            {
                return parsed with { Problem = $"'{arguments[i]}' is not understood" };
            }
        }

        return parsed.Name is null ? parsed with { Problem = "name a benchmark" } : parsed;
    }
}
