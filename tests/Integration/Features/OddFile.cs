using System.Text;

namespace GptOssDev.Tests.Integration.Features;

/// <summary>
/// A C# file with bytes that editors and tools like to change: made from a number, so that each run makes the same ones. Its
/// member <c>Target</c> is the one to edit.
/// </summary>
/// <param name="Path">Relative to the project, with forward slashes.</param>
/// <param name="FirstLine">Of the member, from 1, as editors count.</param>
internal sealed record OddFile(string Path, byte[] Before, byte[] After, int FirstLine, int LastLine, bool InsertsLine)
{
    public const string Old = "return x + 1;";
    public const string New = "return 1 + x;";
    public const string Inserted = "var y = x;";
    private static readonly string[] _breaks = ["\u0085", "\u2028", "\u2029"];

    private static readonly string[] _folders =
    [
        "",
        "with blank/",
        "ünï/",
        "am&per [1]/",
        "a'b/",
        "日本/",
        "deep/er and/deeper/",
    ];

    private enum Kind
    {
        Plain,
        Directive,
        Commented,
        Label,
        Fences,
        RawString,
        Breaks,
        TrailingBlanks,
        BlankLinesWithBlanks,
        DisabledText,
        BlockComment,
        Region,
    }

    public static OddFile Of(int number)
    {
        var kind = (Kind)(number % 12);
        var random = new Random(number);
        var ends = (number % 5) switch
        {
            0 => ["\n"],
            1 => ["\r\n"],
            2 => ["\r\n", "\n"],
            3 => ["\n", "\n", "\r\n"],
            _ => new[] { "\r\n", "\r\n", "\n" },
        };
        var (member, other) = (number % 4) switch
        {
            0 => ("    ", "    "),
            1 => ("\t", "\t"),
            2 => ("    ", "\t"),
            _ => ("\t", "    "),
        };
        var inserts = number % 3 == 1;
        var lines = new List<(string Text, bool Changes)>
        {
            ($"// {random.Next()}", false),
            ("namespace Odd;", false),
            ("", false),
            (kind == Kind.Breaks ? $"/* one{_breaks[number / 12 % 3]}two */" : "/* one two */", false),
            ($"public static class C{number}", false),
            ("{", false),
            ($"{other}public const int One = 1;   ", false),
            ("", false),
            ($"{other}public static int Before(int x) {{ return x; }}\t", false),
            (number % 2 == 0 ? "" : "  ", false),
        };
        var first = lines.Count + 1;
        lines.AddRange(Member(kind, member, number).Select(l => (l, l.Contains(Old, StringComparison.Ordinal))));
        var last = lines.Count;
        lines.AddRange([
            (number % 2 == 0 ? "" : "\t", false),
            ($"{other}public static int After(int x) {{ return Target(x); }}", false),
            ("}", false),
        ]);
        var text = new StringBuilder();
        var edited = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            var (line, changes) = lines[i];
            var end = ends[random.Next(ends.Length)];
            end =
                i < lines.Count - 1
                    ? end
                    : (number % 7) switch
                    {
                        0 => "",
                        1 => end + end,
                        _ => end,
                    };
            text.Append(line).Append(end);
            if (changes && inserts)
            {
                edited.Append(line[..line.IndexOf(Old, StringComparison.Ordinal)]).Append(Inserted).Append(end);
            }
            edited.Append(changes ? line.Replace(Old, New, StringComparison.Ordinal) : line).Append(end);
        }
        // Roslyn's additional line breaks are none to an editor, so the numbers hold in every file.
        var path = $"{_folders[number % _folders.Length]}C{number}{(number % 6 == 5 ? " é" : "")}.cs";
        var encoding = EncodingOf(number);
        return new OddFile(path, Bytes(encoding, text), Bytes(encoding, edited), first, last, inserts);
    }

    public bool IsWide => Before is [0xFF, 0xFE, ..];

    private static Encoding EncodingOf(int number) =>
        number % 30 == 17
            ? new UnicodeEncoding(bigEndian: false, byteOrderMark: true)
            : new UTF8Encoding(encoderShouldEmitUTF8Identifier: number % 3 == 0);

    private static byte[] Bytes(Encoding encoding, StringBuilder text) =>
        [.. encoding.GetPreamble(), .. encoding.GetBytes(text.ToString())];

    private static IEnumerable<string> Member(Kind kind, string i, int number)
    {
        IEnumerable<string> body = kind switch
        {
            Kind.Directive => ["#if DEBUG", $"{i}{i}System.Console.WriteLine(x);", "#endif"],
            Kind.Commented => [$"//{i}{i}System.Console.WriteLine(x);", "// off"],
            Kind.Label => [$"{i}{i}if (x > 1000) {{ goto done; }}", "done:"],
            Kind.Fences =>
            [
                $"{i}{i}System.Console.WriteLine(@\"# Title  ",
                "```",
                "dotnet run",
                "\t```  ",
                "~~~",
                "End\");",
            ],
            Kind.RawString =>
            [
                $"{i}{i}System.Console.WriteLine(\"\"\"",
                $"{i}{i}{i}a  ",
                "",
                $"{i}{i}{i}\tb",
                $"{i}{i}{i}\"\"\");",
            ],
            Kind.Breaks =>
            [
                $"{i}{i}/* a{_breaks[number / 12 % 3]}b */ System.Console.WriteLine(\"\u00A0\f\");",
                $"{i}{i}/* \u2028\u2029 */",
            ],
            Kind.TrailingBlanks => [$"{i}{i}System.Console.WriteLine(x);  \t", $"{i}{i}x += 0;\t"],
            Kind.BlankLinesWithBlanks => [$"{i}{i}x += 0;", $"{i}{i}", " ", "\t  "],
            Kind.DisabledText => ["#if NEVER", "no code at all {", "  (", "#else", $"{i}{i}x += 0;", "#endif"],
            Kind.BlockComment => [$"{i}{i}/* one", "two", "      three */", $"{i}{i}x += 0;"],
            Kind.Region => ["#region Here (old {", $"{i}{i}x += 0;", "#endregion", "#pragma warning disable CS0168"],
            _ => [$"{i}{i}x += 0;"],
        };
        return
        [
            $"{i}/// <summary>Adds.</summary>",
            $"{i}public static int Target(int x)",
            $"{i}{{",
            .. body,
            $"{i}{i}{Old}",
            $"{i}}}",
        ];
    }
}
