using System.Diagnostics.CodeAnalysis;
using Curate.Core.Errors;

namespace Curate.Core.Where;

/// <summary>Errors of an expression, shown with the place.</summary>
internal static class WhereFault
{
    private const int Shown = 60;

    /// <exception cref="CurateException">Always: the fault, the line of the expression and a caret under the place.</exception>
    [DoesNotReturn]
    public static void Throw(string text, int at, string fault, string? hint = null)
    {
        // A long expression is cut to a window around the place, and line breaks become spaces so that the caret stands right.
        int from = Math.Max(0, at - Shown);
        int to = Math.Min(text.Length, at + Shown);
        string before = from > 0 ? "..." : "";
        string line = before + Flat(text[from..to]) + (to < text.Length ? "..." : "");
        string caret = new string(' ', before.Length + at - from) + "^";
        string place = (at + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        Fail.Usage($"--where, character {place}: {fault}.\n  {line}\n  {caret}", hint);
    }

    private static string Flat(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        for (int i = 0; i < span.Length; i++)
        {
            span[i] = char.IsControl(from[i]) ? ' ' : from[i];
        }
    });
}
