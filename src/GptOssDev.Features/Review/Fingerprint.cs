using System.Security.Cryptography;
using System.Text;

namespace GptOssDev.Features.Review;

/// <summary>Names a finding by what it says and the code it says it of, so that it is found again after its lines moved.</summary>
internal static class Fingerprint
{
    private const int Bytes = 16;

    /// <param name="flagged">The text of the flagged lines; white space in it does not count.</param>
    /// <param name="occurrence">0 for the first finding of this rule on equal lines of the file, 1 for the next.</param>
    public static string Of(string rule, string path, string flagged, int occurrence)
    {
        var code = string.Concat(flagged.Where(c => !char.IsWhiteSpace(c)));
        var content = $"{rule}\0{path}\0{code}" + (occurrence > 0 ? $"\0{occurrence}" : "");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, Bytes));
    }
}
