using System.Globalization;
using System.Text;

namespace GptOssDev.Client.Settings;

/// <summary>One setting: its name, what its value may be, and who may set it. Immutable.</summary>
/// <param name="Default">The value when nobody set one; empty leaves the choice to the program.</param>
/// <param name="UserOnly">A repository's file may not set it: a cloned repository must not gain anything by it.</param>
public sealed record SettingKey(string Name, SettingKind Kind, string Default, string Description, bool UserOnly)
{
    /// <summary>The words of a <see cref="SettingKind.Choice"/> or a <see cref="SettingKind.ChoiceOrNumber"/>.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Inclusive bounds of a number.</summary>
    public double Minimum { get; init; } = double.MinValue;

    public double Maximum { get; init; } = double.MaxValue;

    /// <summary><c>GPTOSS_</c> and the name in capitals, words parted by underscores.</summary>
    public string EnvironmentVariable
    {
        get
        {
            var text = new StringBuilder("GPTOSS_");
            foreach (var letter in Name)
            {
                if (char.IsAsciiLetterUpper(letter))
                {
                    text.Append('_');
                }

                text.Append(char.ToUpperInvariant(letter));
            }

            return text.ToString();
        }
    }

    /// <summary>Checks a value and brings it into the form it is kept in.</summary>
    /// <returns>What is wrong with it, as the second half of a sentence ("is not …"); null when it is good.</returns>
    public string? Normalize(string text, out string value)
    {
        value = text.Trim();
        return Kind switch
        {
            SettingKind.Choice => NormalizeChoice(ref value),
            SettingKind.WholeNumber => NormalizeInteger(ref value),
            SettingKind.ChoiceOrNumber => NormalizeChoiceOrInteger(ref value),
            SettingKind.Number => NormalizeNumber(ref value),
            SettingKind.LogLevel => NormalizeLogLevel(ref value),
            _ => NormalizeText(value),
        };
    }

    private string? NormalizeChoice(ref string value)
    {
        foreach (var choice in Choices)
        {
            if (string.Equals(choice, value, StringComparison.OrdinalIgnoreCase))
            {
                value = choice;
                return null;
            }
        }

        return $"is none of {string.Join(", ", Choices)}";
    }

    private string? NormalizeChoiceOrInteger(ref string value)
    {
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            return NormalizeInteger(ref value);
        }

        return NormalizeChoice(ref value) is { } problem ? $"{problem}, and no whole number" : null;
    }

    private string? NormalizeInteger(ref string value)
    {
        if (!int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return "is not a whole number";
        }

        value = number.ToString(CultureInfo.InvariantCulture);
        return Bounds(number);
    }

    private string? NormalizeNumber(ref string value)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!double.TryParse(value, Styles, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return "is not a number";
        }

        value = number.ToString(CultureInfo.InvariantCulture);
        return Bounds(number);
    }

    private static string? NormalizeLogLevel(ref string value)
    {
        var problem = LogLevelSetting.Parse(value, out var setting);
        value = setting.ToString();
        return problem;
    }

    private string? Bounds(double number)
    {
        if (number >= Minimum && number <= Maximum)
        {
            return null;
        }

        return Maximum >= int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"is below {Minimum}")
            : string.Create(CultureInfo.InvariantCulture, $"is not between {Minimum} and {Maximum}");
    }

    private static string? NormalizeText(string value)
    {
        const int Longest = 4096;
        if (value.Length == 0)
        {
            return "is empty";
        }

        return value.Length > Longest || value.AsSpan().ContainsAny('\n', '\r', '\0') ? "is not one short line" : null;
    }
}
