namespace Curate.Core.Select;

/// <summary>How a number of rows is shared out among strata.</summary>
public enum Allocation
{
    /// <summary>In proportion to the strata's sizes (largest remainders).</summary>
    Proportional,
    /// <summary>The same for each; what a small stratum cannot give goes to the others.</summary>
    Equal,
    /// <summary>In proportion to the square roots of the sizes.</summary>
    SquareRoot,
}
