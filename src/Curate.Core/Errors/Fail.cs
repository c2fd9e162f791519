using System.Diagnostics.CodeAnalysis;

namespace Curate.Core.Errors;

/// <summary>Cold throw helpers for failures that several places share.</summary>
public static class Fail
{
    [DoesNotReturn]
    public static void With(ErrorCode code, string message, string? hint = null, Exception? inner = null) =>
        throw new CurateException(code, message, hint, inner);

    [DoesNotReturn]
    public static void Usage(string message, string? hint = null) => throw new CurateException(ErrorCodes.Usage, message, hint);

    /// <summary>A value as messages show it: control characters escaped, cut at 80 characters.</summary>
    public static string Show(ReadOnlySpan<byte> utf8)
    {
        bool cut = utf8.Length > 320;
        return Show(System.Text.Encoding.UTF8.GetString(cut ? utf8[..320] : utf8));
    }

    /// <inheritdoc cref="Show(ReadOnlySpan{byte})"/>
    public static string Show(string text)
    {
        var shown = new System.Text.StringBuilder(Math.Min(text.Length, 90));
        shown.Append('\'');
        foreach (char c in text)
        {
            if (shown.Length > 80)
            {
                shown.Append("...");
                break;
            }

            shown.Append(c switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) => "\\x" + ((int)c).ToString("x2", System.Globalization.CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return shown.Append('\'').ToString();
    }
}
