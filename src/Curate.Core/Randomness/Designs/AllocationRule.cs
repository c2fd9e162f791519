namespace Curate.Core.Randomness.Designs;

/// <summary>How a sample is shared out among strata.</summary>
public enum AllocationRule : byte
{
    /// <summary>The same for every stratum that has units.</summary>
    Equal,

    /// <summary>In proportion to the number of units N.</summary>
    Proportional,

    /// <summary>In proportion to N S with the stratum's standard deviation S: the least variance of an estimated mean (Neyman 1934).</summary>
    Neyman,

    /// <summary>In proportion to N^power: between equal (0) and proportional (1) (Bankier 1988).</summary>
    Power,
}
