// Package plots draws a study: chance curves as in Flanigan et al. (Nature 596:548, 2021), chances
// against ratio products, how book and pool differ at intersections of two values, and how often public
// values reach each digit. Each comes as SVG and as PNG. Lines differ by dashes and areas by lightness,
// so that they can be told apart in black and white and by the colour-blind.
package plots
