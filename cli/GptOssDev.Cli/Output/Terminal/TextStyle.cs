namespace GptOssDev.Cli.Output.Terminal;

/// <summary>How a piece of text looks on a terminal; the value is the number of the terminal's own escape code.</summary>
internal enum TextStyle
{
    Plain = 0,
    Bold = 1,
    Dim = 2,
    Red = 31,
    Green = 32,
    Yellow = 33,
    Cyan = 36,
}
