namespace Curate.Cli.Reports.Blocks;

/// <summary>A bar beside a figure, all from 0 to 1; equal ends where there is no interval.</summary>
internal readonly record struct Bar(double Value, double Low, double High)
{
    public static Bar Of(double value) => new(value, value, value);
}
