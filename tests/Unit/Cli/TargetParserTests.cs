using GptOssDev.Cli;
using GptOssDev.Cli.Input;
using GptOssDev.Contracts;
using Xunit;

namespace GptOssDev.Tests.Unit.Cli;

public sealed class TargetParserTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gptoss-target-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("a.cs:12:9", "a.cs", 11, 8)]
    [InlineData("sub/a b.cs:1:1", "sub/a b.cs", 0, 0)]
    [InlineData("odd:name.cs:3:4", "odd:name.cs", 2, 3)]
    [InlineData("12:3:4", "12", 2, 3)]
    [InlineData("-:2:7", "stdin.cs", 1, 6)]
    public void Position_written_from_one_becomes_lsp_position(string text, string file, int line, int character)
    {
        var target = Parser().ParsePosition(text);

        Assert.Equal(Path.Combine(_folder.FullName, file.Replace('/', Path.DirectorySeparatorChar)), target.Path);
        Assert.Equal(new Position(line, character), target.Position);
    }

    [Fact]
    public void Position_with_a_drive_letter_keeps_the_drive()
    {
        Assert.SkipUnless(OperatingSystem.IsWindows(), "drive letters are Windows'");
        Assert.Equal(@"C:\x\a.cs", Parser().ParsePosition(@"C:\x\a.cs:3:5").Path);
    }

    [Theory]
    [InlineData("a.cs", "FILE:LINE:COL")]
    [InlineData("a.cs:3", "no column")]
    [InlineData("a.cs:0:1", "count from 1")]
    [InlineData("a.cs:1:0", "count from 1")]
    [InlineData("a.cs:3-4:1", "no line")]
    [InlineData("a.cs:99999999999:1", "no line")]
    [InlineData("a.cs:2147483647:1", "no line")]
    [InlineData("", "FILE:LINE:COL")]
    [InlineData(":3:4", "FILE:LINE:COL")]
    public void Position_that_is_none_is_bad_input_with_what_mends_it(string text, string said)
    {
        var problem = Assert.Throws<CliException>(() => Parser().ParsePosition(text));

        Assert.Equal(CliFailure.BadInput, problem.Reason);
        Assert.Contains(said, problem.Message);
        Assert.DoesNotContain("\n", problem.Message);
    }

    [Theory]
    [InlineData("a.cs", null, null)]
    [InlineData("a.cs:7", 7, 7)]
    [InlineData("a.cs:7-9", 7, 9)]
    [InlineData("a.cs:7:3", 7, 7)]
    public void Span_has_the_lines(string text, int? start, int? end)
    {
        var target = Parser().ParseSpan(text);

        Assert.Equal("a.cs", Path.GetFileName(target.Path));
        Assert.Equal(start is null ? null : new LineSpan(start.Value, end!.Value), target.Lines);
    }

    [Fact]
    public void Span_of_a_file_whose_name_ends_like_lines_is_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no colons in names");
        File.WriteAllText(Path.Combine(_folder.FullName, "log:12"), "x");

        Assert.Null(Parser().ParseSpan("log:12").Lines);
        Assert.Equal(new LineSpan(3, 3), Parser().ParseSpan("log:12:3").Lines);
        Assert.Equal("log:12", Path.GetFileName(Parser().ParseSpan("log:12:3").Path));
    }

    [Theory]
    [InlineData("a.cs:9-7", "end before")]
    [InlineData("a.cs:0", "count from 1")]
    [InlineData("a.cs:3-", "no line")]
    [InlineData("a.cs:-3", "no line")]
    [InlineData("a.cs:1-2-3", "no line")]
    public void Span_that_is_none_is_bad_input(string text, string said)
    {
        var problem = Assert.Throws<CliException>(() => Parser().ParseSpan(text));

        Assert.Equal(ExitCodes.BadInput, problem.ExitCode);
        Assert.Contains(said, problem.Message);
    }

    private TargetParser Parser() => new(_folder.FullName);
}
