using GptOssDev.Changes.Diffs;
using GptOssDev.Features.Code;
using GptOssDev.Features.Review;
using GptOssDev.Features.Review.Model;
using Xunit;

namespace GptOssDev.Tests.Unit.Features;

public sealed class ModelFindingTests
{
    private const string One =
        """{"path":"A.cs","startLine":12,"endLine":13,"severity":"high","rule":"off-by-one","message":"Reads past the end."}""";

    [Theory]
    [InlineData("{\"findings\":[" + One + "]}")]
    [InlineData("```json\n{\"findings\":[" + One + "]}\n```")]
    [InlineData("I found this: {\"findings\":[" + One + ",]} // all")]
    [InlineData("[" + One + "]")]
    [InlineData(One)]
    [InlineData("{\"findings\":[" + One + ",{\"path\":\"A.cs\",\"startLi")]
    [InlineData("{\"findings\": [{broken}, " + One + "]}")]
    public void Finding_is_read_from_messy_answers(string answer)
    {
        var finding = Assert.Single(ModelFindingParser.Parse(answer));

        Assert.Equal(new ModelFinding(12, 13, "high", "off-by-one", "Reads past the end.", null), finding);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"findings\":[]}")]
    [InlineData("No bugs here.")]
    [InlineData("{{{{")]
    [InlineData("{\"findings\":[1,null,\"x\",{\"rule\":\"r\"}]}")]
    [InlineData("{\"findings\":{\"message\":[]}}")]
    public void Answer_without_findings_has_none(string answer) => Assert.Empty(ModelFindingParser.Parse(answer));

    [Fact]
    public void Line_numbers_may_be_text()
    {
        var finding = Assert.Single(
            ModelFindingParser.Parse("""{"findings":[{"startLine":"7","endLine":"x","message":"m"}]}""")
        );

        Assert.Equal((7, 7), (finding.StartLine, finding.EndLine));
    }

    [Fact]
    public void Number_of_findings_is_bounded()
    {
        var many = string.Join(',', Enumerable.Repeat(One, 500));

        Assert.Equal(20, ModelFindingParser.Parse($"{{\"findings\":[{many}]}}").Count);
    }

    [Fact]
    public void Random_text_never_fails()
    {
        const string alphabet = "{}[]\":,\\ message1";
        var random = new Random(11);
        for (var round = 0; round < 5_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 40).Select(_ => alphabet[random.Next(alphabet.Length)]));

            Assert.True(ModelFindingParser.Parse(text).Count <= 20);
        }
    }

    [Theory]
    [InlineData(11, 11, 11, 11)]
    [InlineData(10, 12, 11, 11)]
    [InlineData(12, 11, 11, 11)]
    [InlineData(1, 500, 11, 11)]
    public void Claim_on_a_changed_line_is_kept_on_the_changed_ones(int start, int end, int keptStart, int keptEnd) =>
        Assert.Equal(new LineRange(keptStart, keptEnd), Read(start, end)?.Lines);

    [Theory]
    [InlineData(10, 10)]
    [InlineData(12, 12)]
    [InlineData(1, 5)]
    [InlineData(90, 95)]
    public void Claim_on_other_lines_is_dropped(int start, int end) => Assert.Null(Read(start, end));

    [Theory]
    [InlineData("`x != 0` is wrong", 12, 21)]
    [InlineData("`x != 0` is wrong", 99, 21)]
    [InlineData("`0` is compared when `x != 0` holds", 12, 21)]
    [InlineData("`both` is wrong", 12, 12)]
    [InlineData("nothing is quoted", 12, 12)]
    [InlineData("`x != 0` is wrong", 21, 21)]
    public void Claim_goes_to_the_changed_line_that_it_quotes(string message, int claimed, int expected)
    {
        var hunk = new ReviewHunk(
            "A.cs",
            [
                new DiffLine(DiffLineKind.Context, 11, 11, "if (a < b)", false, false),
                new DiffLine(DiffLineKind.Added, null, 12, "both(1);", false, false),
                new DiffLine(DiffLineKind.Added, null, 20, "both(2);", false, false),
                new DiffLine(DiffLineKind.Added, null, 21, "return x != 0;", false, false),
            ]
        );

        var finding = ModelFindingReader.Read(new ModelFinding(claimed, claimed, null, "r", message, null), hunk);

        Assert.Equal(new LineRange(expected, expected), finding?.Lines);
    }

    [Theory]
    [InlineData("`limit >= least` is inverted", 12, false)]
    [InlineData("`limit >= least` is inverted", 11, false)]
    [InlineData("`limit >= least` and `item` are mixed up", 12, true)]
    [InlineData("`item.Price` throws", 12, true)]
    [InlineData("`stock.Require` was safe", 12, true)]
    [InlineData("the bound is inverted", 12, true)]
    public void Claim_that_quotes_unchanged_code_alone_is_dropped(string message, int claimed, bool kept)
    {
        var hunk = new ReviewHunk(
            "A.cs",
            [
                new DiffLine(DiffLineKind.Context, 11, 11, "{", false, false),
                new DiffLine(DiffLineKind.Removed, 12, null, "var item = stock.Require(id);", false, false),
                new DiffLine(DiffLineKind.Added, null, 12, "var item = stock.Find(id);", false, false),
                new DiffLine(DiffLineKind.Context, 13, 13, "var price = item.Price;", false, false),
                new DiffLine(DiffLineKind.Context, 14, 14, "if (limit >= least)", false, false),
            ]
        );

        var finding = ModelFindingReader.Read(new ModelFinding(claimed, claimed, null, "r", message, null), hunk);

        Assert.Equal(kept ? new LineRange(12, 12) : null, finding?.Lines);
    }

    [Theory]
    [InlineData("critical", FindingSeverity.Warning)]
    [InlineData("Error", FindingSeverity.Warning)]
    [InlineData("info", FindingSeverity.Note)]
    [InlineData(null, FindingSeverity.Warning)]
    public void Severity_of_a_guess_is_at_most_a_warning(string? severity, FindingSeverity expected) =>
        Assert.Equal(expected, Read(11, 11, severity)?.Severity);

    [Theory]
    [InlineData("Off By One!", "off-by-one")]
    [InlineData("", "possible-bug")]
    [InlineData(null, "possible-bug")]
    public void Rule_is_a_short_name(string? rule, string expected) =>
        Assert.Equal(expected, Read(11, 11, rule: rule)?.Rule);

    [Fact]
    public void Fingerprint_stays_when_lines_move_and_changes_with_rule_path_and_code()
    {
        var first = Fingerprint.Of("r", "A.cs", "    if (x)\n        y();", 0);

        Assert.Equal(first, Fingerprint.Of("r", "A.cs", "if (x)\r\n\ty();", 0));
        Assert.Equal(
            5,
            new HashSet<string>
            {
                first,
                Fingerprint.Of("s", "A.cs", "if (x) y();", 0),
                Fingerprint.Of("r", "B.cs", "if (x) y();", 0),
                Fingerprint.Of("r", "A.cs", "if (z) y();", 0),
                Fingerprint.Of("r", "A.cs", "if (x) y();", 1),
            }.Count
        );
    }

    [Fact]
    public void Long_hunk_is_cut_and_pieces_without_a_change_are_left_out()
    {
        var lines = Enumerable
            .Range(1, 100)
            .Select(i => new DiffLine(
                i == 90 ? DiffLineKind.Added : DiffLineKind.Context,
                i == 90 ? null : i,
                i,
                $"line {i}",
                false,
                false
            ))
            .ToList();
        var file = new DiffFile(DiffChange.Modified, "A.cs", "A.cs", false, [new DiffHunk(1, 99, 1, 100, "", lines)]);

        var hunk = Assert.Single(ReviewHunk.Of(file));

        Assert.Equal(new LineRange(81, 100), hunk.Range);
        Assert.Equal([90], hunk.Touched);
    }

    [Fact]
    public void Removal_touches_its_neighbours() => Assert.Equal([4, 5], Removal().Touched.Order());

    [Fact]
    public void Replacement_touches_the_new_line_alone()
    {
        var replaced = Removal().Lines.ToList();
        replaced.Insert(2, new DiffLine(DiffLineKind.Added, null, 5, "B", false, false));
        replaced[3] = replaced[3] with { NewNumber = 6 };

        Assert.Equal([5], new ReviewHunk("A.cs", replaced).Touched);
    }

    [Fact]
    public void Hunk_is_shown_with_the_new_numbers() => Assert.Equal("  4| a\n- | b\n  5| c\n", Removal().Rendered());

    private static ReviewHunk Removal() =>
        new(
            "A.cs",
            [
                new DiffLine(DiffLineKind.Context, 4, 4, "a", false, false),
                new DiffLine(DiffLineKind.Removed, 5, null, "b", false, false),
                new DiffLine(DiffLineKind.Context, 6, 5, "c", false, false),
            ]
        );

    private static ReviewFinding? Read(int start, int end, string? severity = "error", string? rule = "r")
    {
        var hunk = new ReviewHunk(
            "A.cs",
            [
                new DiffLine(DiffLineKind.Context, 10, 10, "a", false, false),
                new DiffLine(DiffLineKind.Added, null, 11, "b", false, false),
                new DiffLine(DiffLineKind.Context, 11, 12, "c", false, false),
            ]
        );
        return ModelFindingReader.Read(new ModelFinding(start, end, severity, rule, "m", null), hunk);
    }
}
