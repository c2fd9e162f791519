using System.Text;

namespace Curate.Core.Check.Rules;

/// <summary>An end of a range.</summary>
/// <param name="Value">A number, or microseconds since 1970.</param>
/// <param name="IsTime">It is an instant.</param>
/// <param name="Text">As written.</param>
public readonly record struct RuleBound(double Value, bool IsTime, string Text)
{
    public static bool TryParse(string text, out RuleBound bound)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text.Trim());
        bool isNumber = RuleParsing.TryNumber(utf8, out double value);
        bool isTime = !isNumber && RuleParsing.TryInstant(utf8, out long micros) && (value = micros) == micros;
        bound = new RuleBound(value, isTime, text.Trim());
        return (isNumber || isTime) && !double.IsNaN(value);
    }
}
