@echo off
chcp 65001 >nul
"%~dp0tonghop.exe" menu --home "%~dp0lam-viec"
if errorlevel 1 pause
