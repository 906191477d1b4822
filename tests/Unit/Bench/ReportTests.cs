using System.Text.Json;
using GptOssDev.Tests.Bench;
using GptOssDev.Tests.Bench.Reporting;
using Xunit;

namespace GptOssDev.Tests.Unit.Bench;

public sealed class ReportTests
{
    private static readonly BenchmarkReport _report = new(
        "a machine",
        "tiny",
        [
            new("decode", "tokens/s", new Samples([10, 12, 11]), new Samples([20]), Goal.RatioAtLeast(0.5), "a loop"),
            new("status", "ms", new Samples([250]), new Samples([100]), Goal.ValueAtMost(200), "another"),
            new("alone", "ms", new Samples([1.234]), null, Goal.ValueAtMost(5), "the program is not there"),
            new("plain", "ms", new Samples([2]), new Samples([4]), null, "a sibling"),
        ]
    );

    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3, 3)]
    [InlineData(new[] { 9.0, 1, 5 }, 5, 1, 9)]
    [InlineData(new[] { 4.0, 1, 2, 100 }, 3, 1, 100)]
    public void Samples_have_median_and_ends(double[] values, double median, double lowest, double highest)
    {
        var samples = new Samples(values);

        Assert.Equal((median, lowest, highest), (samples.Median, samples.Lowest, samples.Highest));
        Assert.Equal(values.Length, samples.Count);
    }

    [Theory]
    [InlineData(0.95, 19)]
    [InlineData(0.951, 20)]
    [InlineData(1, 20)]
    [InlineData(0.5, 10)]
    [InlineData(0.01, 1)]
    public void Samples_have_percentiles_by_nearest_rank(double share, double value) =>
        Assert.Equal(value, new Samples(Enumerable.Range(1, 20).Select(i => (double)i)).At(share));

    [Fact]
    public void Samples_of_what_did_not_run_are_none()
    {
        Assert.Null(Samples.OrNone([]));
        Assert.Equal(2, Samples.OrNone([1, 3])?.Median);
    }

    [Fact]
    public void Ratio_is_the_median_of_what_was_measured_in_turns()
    {
        // The machine becomes twice as fast from one round to the next.
        var paired = new Figure("x", "ms", new Samples([3, 6, 12, 24]), new Samples([2, 4, 8, 16]), null, "a peer");
        Assert.Equal(1.5, paired.Ratio);
        var uneven = paired with { Reference = new Samples([6]) };
        Assert.Equal(1.5, uneven.Ratio);
    }

    [Fact]
    public void Samples_without_a_value_are_refused() => Assert.Throws<ArgumentException>(() => new Samples([]));

    [Fact]
    public void Goal_is_judged_on_what_it_names()
    {
        Assert.Equal([true, false, null, null], _report.Figures.Select(f => f.Holds));
        Assert.Equal([0.55, 2.5, null, 0.5], _report.Figures.Select(f => f.Ratio));
        Assert.True(Goal.RatioAtMost(0.5).IsReachedBy(value: 9, ratio: 0.5));
        Assert.False(Goal.RatioAtMost(0.5).IsReachedBy(value: 0.1, ratio: 0.51));
        Assert.False(Goal.RatioAtLeast(0.5).IsReachedBy(value: 9, ratio: 0.49));
    }

    [Fact]
    public void Reference_of_zero_has_no_ratio()
    {
        var figure = new Figure("x", "ms", new Samples([1]), new Samples([0]), Goal.RatioAtMost(1), "nothing");

        Assert.Null(figure.Ratio);
        Assert.Null(figure.Holds);
    }

    [Fact]
    public void Table_shows_every_figure_and_what_did_not_run() =>
        Assert.Equal(
            """
            machine: a machine
            model:   tiny

            figure  value  unit      reference  ratio  goal          holds
            decode  11.0   tokens/s  20.0       0.55   ratio >= 0.5  yes
            status  250    ms        100        2.50   value <= 200  no
            alone   1.23   ms        -          -      value <= 5    -
            plain   2.00   ms        4.00       0.50   -             -

            decode: median of 3, 10.0 to 12.0; reference: a loop
            status: median of 1, 250 to 250; reference: another
            alone: median of 1, 1.23 to 1.23; no reference ran: the program is not there
            plain: median of 1, 2.00 to 2.00; reference: a sibling

            """.ReplaceLineEndings("\n"),
            ReportTable.Of(_report)
        );

    [Fact]
    public void Json_has_every_member_of_every_figure()
    {
        using var json = JsonDocument.Parse(ReportJson.Of(_report));
        var root = json.RootElement;

        Assert.Equal("a machine", root.GetProperty("machine").GetString());
        Assert.Equal("tiny", root.GetProperty("model").GetString());
        var figures = root.GetProperty("figures").EnumerateArray().ToList();
        Assert.Equal(4, figures.Count);
        string[] members = ["name", "value", "unit", "reference", "ratio", "goal", "holds"];
        Assert.All(figures, f => Assert.Equal(members, f.EnumerateObject().Select(p => p.Name).Take(members.Length)));
        Assert.Equal(11, figures[0].GetProperty("value").GetDouble());
        Assert.Equal(0.55, figures[0].GetProperty("ratio").GetDouble());
        Assert.Contains("\"goal\": \"ratio >= 0.5\"", ReportJson.Of(_report), StringComparison.Ordinal);
        Assert.True(figures[0].GetProperty("holds").GetBoolean());
        Assert.All(
            ["reference", "ratio", "holds"],
            name => Assert.Equal(JsonValueKind.Null, figures[2].GetProperty(name).ValueKind)
        );
        Assert.Equal(JsonValueKind.Null, figures[3].GetProperty("goal").ValueKind);
    }

    [Fact]
    public void Json_without_a_model_says_null()
    {
        using var json = JsonDocument.Parse(ReportJson.Of(new BenchmarkReport("a \"machine\"", null, [])));

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("model").ValueKind);
        Assert.Equal("a \"machine\"", json.RootElement.GetProperty("machine").GetString());
    }

    [Fact]
    public void Arguments_name_a_benchmark_and_a_file()
    {
        Assert.Equal(new BenchmarkArguments("engine", null), BenchmarkArguments.Parse(["engine"]));
        Assert.Equal(
            new BenchmarkArguments("engine", "a.json"),
            BenchmarkArguments.Parse(["engine", "--json", "a.json"])
        );
        Assert.Equal(
            new BenchmarkArguments("engine", "a.json"),
            BenchmarkArguments.Parse(["--json", "a.json", "engine"])
        );
        Assert.Equal(
            new BenchmarkArguments("engine", null)
            {
                Only = "decode,load",
                Rounds = 3,
                Minutes = 10,
            },
            BenchmarkArguments.Parse(["--only", "decode,load", "engine", "--rounds", "3", "--minutes", "10"])
        );
    }

    [Theory]
    [InlineData("name a benchmark")]
    [InlineData("--json needs a file", "engine", "--json")]
    [InlineData("--only needs names with commas between them", "engine", "--only")]
    [InlineData("--rounds needs a number from 1 to 10000", "engine", "--rounds")]
    [InlineData("--rounds needs a number from 1 to 10000", "engine", "--rounds", "0")]
    [InlineData("--minutes needs a number from 1 to 10000", "engine", "--minutes", "soon")]
    [InlineData("'--fast' is not understood", "--fast")]
    [InlineData("'status' is not understood", "engine", "status")]
    public void Arguments_that_do_not_fit_are_told(string problem, params string[] arguments) =>
        Assert.Equal(problem, BenchmarkArguments.Parse(arguments).Problem);
}
