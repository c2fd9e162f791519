using System.Globalization;
using Curate.Core.Options;

namespace Curate.Cli.Reports;

/// <summary>Report cells as people read them.</summary>
internal static class Cells
{
    public static string Show(object? cell) => cell switch
    {
        null => "",
        string text => text,
        long whole => whole.ToString("N0", CultureInfo.InvariantCulture),
        double number => Math.Abs(number) is 0 or (>= 0.001 and < 1e6)
            ? number.ToString("0.####", CultureInfo.InvariantCulture)
            : number.ToString("0.###E0", CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    public static string Plain(object? cell) => cell switch
    {
        null => "",
        long whole => NumberText.Of(whole),
        double number => NumberText.Of(number),
        _ => cell.ToString() ?? "",
    };

    public static bool IsNumber(object? cell) => cell is long or double;
}
