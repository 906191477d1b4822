namespace GptOssDev.Tests.Bench.Soak;

/// <summary>What a client does all the time.</summary>
internal enum SoakKind
{
    Keystroke,
    Chat,
    Review,
    Background,
}
